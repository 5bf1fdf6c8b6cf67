using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>Figures of the last 60 s and from where on they are bad. A figure is judged by at least <c>MinSamples</c> samples.</summary>
public sealed class VitalOptions
{
    /// <summary>Samples below which response and success are not judged. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int MinSamples { get; set; } = 100;

    /// <summary>Time within which 95 of 100 webhooks are answered, seconds.</summary>
    public VitalLimits ResponseSeconds { get; set; } = new() { Warning = 1, Critical = 3, Emergency = 5 };

    /// <summary>Share of webhooks and calls to providers that succeed, percent (0 to 100); what the application, the recipient or a limit of a number refused is left out.</summary>
    public VitalLimits SuccessPercent { get; set; } = new() { Warning = 95, Critical = 90, Emergency = 85 };

    /// <summary>Events handed to applications while more is offered than flows, per second.</summary>
    public VitalLimits ThroughputPerSecond { get; set; } = new() { Warning = 500, Critical = 200, Emergency = 100 };

    /// <summary>Processor time of the gateway, percent of the processors that it may use (0 to 100); critical only while the thread pool is behind as well.</summary>
    public VitalLimits CpuPercent { get; set; } = new() { Warning = 80, Critical = 90 };

    /// <summary>Memory in use of what the machine or container has, percent (0 to 100).</summary>
    public VitalLimits MemoryPercent { get; set; } = new() { Warning = 85, Critical = 95 };

    /// <summary>Space in use on the volume of the data, percent (0 to 100).</summary>
    public VitalLimits DiskPercent { get; set; } = new() { Warning = 80, Critical = 90 };

    /// <summary>Sending numbers that are out for <c>NumbersOutSeconds</c> or longer, percent of all (0 to 100).</summary>
    public VitalLimits NumbersOutPercent { get; set; } = new() { Warning = 50, Critical = 100, Emergency = 100 };

    /// <summary>Time for which numbers have to be out to count in <c>NumbersOutPercent</c>, seconds. Default 60.</summary>
    [Range(0, 3600)]
    public double NumbersOutSeconds { get; set; } = 60;

    /// <summary>Delay of the thread pool from which on the whole is degraded, and processor time critical, seconds. Default 1.</summary>
    [Range(0.01, 60)]
    public double PoolDelaySeconds { get; set; } = 1;
}
