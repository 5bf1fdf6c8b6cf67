namespace Relevo.Resilience.Health;

/// <summary>What levels are called.</summary>
internal static class HealthLevelWords
{
    /// <summary>Its name as operators know it, say <c>CRITICAL</c>.</summary>
    public static string Word(this HealthLevel level) => level switch
    {
        HealthLevel.Healthy => "HEALTHY",
        HealthLevel.Degraded => "DEGRADED",
        HealthLevel.Critical => "CRITICAL",
        _ => "EMERGENCY",
    };
}
