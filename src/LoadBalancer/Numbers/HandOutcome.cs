namespace Relevo.LoadBalancer.Numbers;

/// <summary>What became of something that an operator set.</summary>
public enum HandOutcome
{
    /// <summary>Nothing: no number has that name, or there was nothing to change.</summary>
    Unknown = 0,

    /// <summary>It is in force and durable.</summary>
    Saved = 1,

    /// <summary>It is in force; the store did not take it within 2 s, and it is saved as soon as it does.</summary>
    Unsaved = 2,
}
