using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Scaling;

/// <summary>How workers are added and taken away.</summary>
public sealed class ScalingOptions
{
    /// <summary>False leaves the workers as the settings, playbooks and people say. Default true.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>Most workers of one queue, whoever asks for more. Default 2,048.</summary>
    [Range(1, 100_000)]
    public int MaxWorkers { get; set; } = 2_048;

    /// <summary>Processor time from which on more workers do not help and more machines would, percent. Default 70.</summary>
    [Range(1, 100)]
    public double CpuPercent { get; set; } = 70;

    /// <summary>Age of the oldest waiting event from which on there are too few workers, seconds. Default 5.</summary>
    [Range(0.1, 86_400)]
    public double OldestSeconds { get; set; } = 5;

    /// <summary>Name of a command under <c>Playbooks:Commands</c> that asks for another machine where more workers would not help. Default none.</summary>
    [MaxLength(80)]
    public string? MoreMachines { get; set; }

    /// <summary>Share of the workers that are busy from which on concurrency is what limits, percent. Default 90.</summary>
    [Range(1, 100)]
    public double BusyPercent { get; set; } = 90;

    /// <summary>Workers are added and taken away in steps of so much of the usual ones, percent. Default 30.</summary>
    [Range(1, 1_000)]
    public int StepPercent { get; set; } = 30;

    /// <summary>Least time between two steps up, seconds. Default 180.</summary>
    [Range(1, 86_400)]
    public double UpSeconds { get; set; } = 180;

    /// <summary>Least time before a step down, seconds. Default 300.</summary>
    [Range(1, 86_400)]
    public double DownSeconds { get; set; } = 300;

    /// <summary>What playbooks or people added is taken away again after so long, hours. Default 24.</summary>
    [Range(0.01, 8_760)]
    public double KeepHours { get; set; } = 24;

    /// <summary>For so long after a recovery the figures above count half, hours. Default 1.</summary>
    [Range(0, 720)]
    public double StrictHours { get; set; } = 1;
}
