using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>How events are delivered and repeated.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Longest first pause after a failure, seconds; doubles per failure, drawn evenly from 0 to it. Default 1.</summary>
    [Range(0.01, 600)]
    public double FirstPauseSeconds { get; set; } = 1;

    /// <summary>Longest pause, seconds. Default 3,600.</summary>
    [Range(0.01, 86_400)]
    public double LongestPauseSeconds { get; set; } = 3600;

    /// <summary>Time of an event's own trouble after which it is parked, hours. Default 24.</summary>
    [Range(0.001, 720)]
    public double GiveUpHours { get; set; } = 24;

    /// <summary>Attempts of an event that alone fails while the application serves others. Default 12.</summary>
    [Range(1, 1000)]
    public int MaxAttemptsAlone { get; set; } = 12;

    /// <summary>Attempts of an event that the application refuses (400, 413, 415, 422). Default 3.</summary>
    [Range(1, 100)]
    public int MaxAttemptsRefused { get; set; } = 3;

    /// <summary>Deaths of the gateway with this event in work after which it is parked. Default 3.</summary>
    [Range(1, 100)]
    public int MaxDeaths { get; set; } = 3;

    /// <summary>Failures in a row, nothing served in between, after which the application is probed instead of called. Default 10.</summary>
    [Range(1, 10_000)]
    public int BreakerFailures { get; set; } = 10;

    /// <summary>First pause between probes, seconds; doubles. Default 0.5.</summary>
    [Range(0.01, 600)]
    public double ProbeFirstSeconds { get; set; } = 0.5;

    /// <summary>Longest pause between probes, seconds. Default 15.</summary>
    [Range(0.01, 3600)]
    public double ProbeLongestSeconds { get; set; } = 15;

    /// <summary>Bytes of an answer that are read. Default 65,536.</summary>
    [Range(0, 16 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 64 * 1024;

    /// <summary>Replies taken from one answer. Default 10.</summary>
    [Range(0, 1000)]
    public int MaxReplies { get; set; } = 10;
}
