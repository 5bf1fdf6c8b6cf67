using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications;

/// <summary>Levels as people write them.</summary>
public static class LevelWords
{
    /// <summary>The words that <see cref="TryParse"/> knows.</summary>
    public static IReadOnlyList<string> Known { get; } = ["info", "healthy", "low", "medium", "warning", "degraded", "high", "critical", "emergency"];

    /// <summary>The level in capitals.</summary>
    public static string Of(HealthLevel level) => level.Word();

    /// <summary>Reads a level, or a severity that people use in its place, in capitals or not.</summary>
    public static bool TryParse(string? word, out HealthLevel level)
    {
        HealthLevel? read = word?.Trim().ToUpperInvariant() switch
        {
            "INFO" or "HEALTHY" => HealthLevel.Healthy,
            "LOW" or "MEDIUM" or "WARNING" or "DEGRADED" => HealthLevel.Degraded,
            "HIGH" or "CRITICAL" => HealthLevel.Critical,
            "EMERGENCY" => HealthLevel.Emergency,
            _ => null,
        };
        level = read ?? default;
        return read is not null;
    }
}
