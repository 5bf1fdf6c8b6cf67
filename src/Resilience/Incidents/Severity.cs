namespace Relevo.Resilience.Incidents;

/// <summary>How much an incident matters to the business. Higher is worse.</summary>
public enum Severity
{
    /// <summary>It can wait.</summary>
    Low = 0,

    /// <summary>Something that can be done without is missing.</summary>
    Medium = 1,

    /// <summary>Something that is needed is missing.</summary>
    High = 2,

    /// <summary>Little works.</summary>
    Critical = 3,
}
