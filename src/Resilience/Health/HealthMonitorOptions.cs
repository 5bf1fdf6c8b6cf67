namespace Relevo.Resilience.Health;

/// <summary>How health is measured.</summary>
public sealed record HealthMonitorOptions
{
    /// <summary>When a component is looked at. Default every 15 s, 5 s for a look, every 0.25 s while it is in doubt or down.</summary>
    public Func<IHealthCheck, CheckTimes> Times { get; init; } = static _ => new CheckTimes(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.25));

    /// <summary>When a component counts as down, and up again.</summary>
    public DownRule Rule { get; init; } = DownRule.Default;

    /// <summary>Quiet time before a level is left. Default 10 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest quiet time of a level that keeps coming back. Default 5 min.</summary>
    public TimeSpan LongestQuiet { get; init; } = TimeSpan.FromMinutes(5);
}
