namespace Relevo.Resilience.Health;

/// <summary>How well a component or the whole is. Higher is worse.</summary>
public enum HealthLevel
{
    /// <summary>As it should be.</summary>
    Healthy = 0,

    /// <summary>Something that can be done without is missing.</summary>
    Degraded = 1,

    /// <summary>Something that is needed is missing.</summary>
    Critical = 2,

    /// <summary>Several things that are needed are missing.</summary>
    Emergency = 3,
}
