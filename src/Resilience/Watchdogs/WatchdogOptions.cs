namespace Relevo.Resilience.Watchdogs;

/// <summary>What a watchdog watches and how patient it is.</summary>
/// <param name="Name">Source of its complaint.</param>
/// <param name="Stall">Time without progress, while there is work, after which the loop is restarted.</param>
/// <param name="LongestPause">Longest time between restarts that do not help; begins at <paramref name="Stall"/> and doubles.</param>
/// <param name="Weight">The level that a stall asks for.</param>
public sealed record WatchdogOptions(string Name, TimeSpan Stall, TimeSpan LongestPause, Health.HealthLevel Weight = Health.HealthLevel.Degraded);
