namespace Relevo.Resilience.Health;

/// <summary>How health is measured.</summary>
public sealed record HealthMonitorOptions
{
    /// <summary>Pause between checks of a component. Default 0.5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Time one check may take. Default 1 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed checks in a row after which a component is down. Default 3.</summary>
    public int DownAfter { get; init; } = 3;

    /// <summary>Good checks in a row after which it is up. Default 2.</summary>
    public int UpAfter { get; init; } = 2;

    /// <summary>Quiet time before a level is left. Default 10 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest quiet time of a level that keeps coming back. Default 5 min.</summary>
    public TimeSpan LongestQuiet { get; init; } = TimeSpan.FromMinutes(5);
}
