using System.ComponentModel.DataAnnotations;

namespace Relevo.LoadBalancer.Outliers;

/// <summary>How a number comes back.</summary>
public sealed class ReturnOptions
{
    /// <summary>A banned, locked, disconnected or refused number is asked about again after so many seconds; doubles each time. Default 300.</summary>
    [Range(1, 86_400)]
    public double DownSeconds { get; set; } = 300;

    /// <summary>Longest such wait, seconds. Default 3,600.</summary>
    [Range(1, 86_400)]
    public double MaxDownSeconds { get; set; } = 3_600;

    /// <summary>Time one question to the provider may take, seconds. Default 10.</summary>
    [Range(0.1, 600)]
    public double ProbeSeconds { get; set; } = 10;

    /// <summary>Calls, one at a time, that must succeed before a number that was left out counts as back. Default 3.</summary>
    [Range(1, 100)]
    public int Successes { get; set; } = 3;

    /// <summary>Time in which weight and rate of a number that came back grow to their full size, seconds. Default 60.</summary>
    [Range(0, 3600)]
    public double SlowStartSeconds { get; set; } = 60;

    /// <summary>Where they begin, percent. Default 10.</summary>
    [Range(1, 100)]
    public int SlowStartPercent { get; set; } = 10;

    /// <summary>Least time between leaving a number out and giving it new contacts again, so that its weight does not flap, seconds. Default 60.</summary>
    [Range(0, 3600)]
    public double WeightRestSeconds { get; set; } = 60;
}
