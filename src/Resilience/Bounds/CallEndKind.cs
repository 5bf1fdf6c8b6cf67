namespace Relevo.Resilience.Bounds;

/// <summary>How a call ended that might have hung.</summary>
internal enum CallEndKind
{
    /// <summary>It returned or threw in its time.</summary>
    Ended = 0,

    /// <summary>Its time was over.</summary>
    TimedOut = 1,

    /// <summary>Whoever wanted it no longer does.</summary>
    Cancelled = 2,
}
