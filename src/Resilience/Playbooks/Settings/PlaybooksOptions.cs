using System.ComponentModel.DataAnnotations;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>What the gateway does by itself when a level is entered.</summary>
public sealed class PlaybooksOptions
{
    internal const int MaxSteps = 50;

    /// <summary>Whether playbooks run by themselves; by hand they always do. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The playbook of DEGRADED. Default: tell those concerned.</summary>
    public PlaybookOptions Degraded { get; set; } = DefaultPlaybooks.Degraded();

    /// <summary>The playbook of CRITICAL. Default: restart what is down, more workers, backup numbers, clear the cache of what is wrong, validate.</summary>
    public PlaybookOptions Critical { get; set; } = DefaultPlaybooks.Critical();

    /// <summary>The playbook of EMERGENCY. Default: snapshot, twice the workers, all backups, maintenance mode, tell everyone, validate.</summary>
    public PlaybookOptions Emergency { get; set; } = DefaultPlaybooks.Emergency();

    /// <summary>External commands by name, which steps run with the action <c>run-command</c>.</summary>
    public IDictionary<string, CommandOptions> Commands { get; set; } = new Dictionary<string, CommandOptions>(StringComparer.Ordinal);

    /// <summary>Time that a step under way still gets when a worse level takes over, seconds; then it is cancelled and undone. Default 5.</summary>
    [Range(0, 3600)]
    public double TakeoverSeconds { get; set; } = 5;

    /// <summary>Time that a cancelled action gets to end before it is left behind, seconds. Default 2.</summary>
    [Range(0, 60)]
    public double GraceSeconds { get; set; } = 2;

    /// <summary>Runs that are kept. Default 200.</summary>
    [Range(10, 10_000)]
    public int KeptRuns { get; set; } = 200;

    /// <summary>The playbook of a level; null for <see cref="HealthLevel.Healthy"/>.</summary>
    public PlaybookOptions? Of(HealthLevel level) => level switch
    {
        HealthLevel.Degraded => Degraded,
        HealthLevel.Critical => Critical,
        HealthLevel.Emergency => Emergency,
        _ => null,
    };
}
