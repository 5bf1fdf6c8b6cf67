namespace Relevo.Providers.Media;

/// <summary>Why there is no media.</summary>
public enum MediaProblem
{
    /// <summary>There is.</summary>
    None = 0,

    /// <summary>The message has none, or its event does not say where.</summary>
    NoMedia = 1,

    /// <summary>The provider does not have it, or no longer.</summary>
    NotFound = 2,

    /// <summary>Its address is one that must not be called from here.</summary>
    RefusedAddress = 3,

    /// <summary>It is larger than allowed.</summary>
    TooLarge = 4,

    /// <summary>The provider refuses the number's credential.</summary>
    Unauthorized = 5,

    /// <summary>The provider does not answer, or not with the media. Worth another try.</summary>
    Unavailable = 6,
}
