using System.ComponentModel.DataAnnotations;

namespace Relevo.LoadBalancer.Outliers;

/// <summary>When a failing number is left out. A ban or a refused login needs no threshold.</summary>
public sealed class OutlierOptions
{
    /// <summary>Failed calls in a row after which a number is left out. Default 5.</summary>
    [Range(1, 1000)]
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>Failed share of the calls of a window from which a number is left out, percent. Default 50.</summary>
    [Range(1, 100)]
    public int FailurePercent { get; set; } = 50;

    /// <summary>Fewest calls in a window for its share to count. Default 20.</summary>
    [Range(1, 100_000)]
    public int MinCalls { get; set; } = 20;

    /// <summary>Length of the window, seconds. Default 10.</summary>
    [Range(1, 60)]
    public int WindowSeconds { get; set; } = 10;

    /// <summary>A call that is unanswered for so long, while nothing else was answered since it began, means that the number hangs, milliseconds. Default 2,500.</summary>
    [Range(100, 600_000)]
    public int HangMilliseconds { get; set; } = 2_500;

    /// <summary>How long a number is left out the first time, seconds; the second time twice as long, and so on. Default 30.</summary>
    [Range(0.1, 3600)]
    public double EjectSeconds { get; set; } = 30;

    /// <summary>Longest time a number is left out for failing, seconds. Default 300.</summary>
    [Range(0.1, 86_400)]
    public double MaxEjectSeconds { get; set; } = 300;

    /// <summary>Share of a tier that is left out for failing at most, unless another tier is healthy, percent. Default 50. Never the last number.</summary>
    [Range(0, 100)]
    public int MaxEjectedPercent { get; set; } = 50;

    /// <summary>A number that its provider calls not connected is left out after so many seconds. Default 60.</summary>
    [Range(0, 3600)]
    public double DoubtfulSeconds { get; set; } = 60;

    /// <summary>A number that did well for so many seconds is forgiven one of the times it was left out. Default 300.</summary>
    [Range(1, 86_400)]
    public double ForgiveSeconds { get; set; } = 300;
}
