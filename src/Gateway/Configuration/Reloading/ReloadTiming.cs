namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>Pauses of the reload. Not settings: they would have to be read before they could be.</summary>
internal static class ReloadTiming
{
    /// <summary>Pause between two looks at the file.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>A new content is judged when it stood still for so long.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    /// <summary>A missing or half-written file gets so long to become whole before anybody is alarmed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A look at the file, or the change of settings, that takes longer hangs.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);
}
