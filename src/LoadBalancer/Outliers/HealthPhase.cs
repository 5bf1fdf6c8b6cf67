namespace Relevo.LoadBalancer.Outliers;

/// <summary>Where a number stands between well and down. Saved: values must not change.</summary>
internal enum HealthPhase
{
    /// <summary>Nothing is wrong.</summary>
    Well = 0,

    /// <summary>It proved itself and grows back.</summary>
    SlowStart = 1,

    /// <summary>It is tried, one call at a time.</summary>
    HalfOpen = 2,

    /// <summary>Left out for a while.</summary>
    Ejected = 3,

    /// <summary>Banned, locked, disconnected or refused.</summary>
    Down = 4,
}
