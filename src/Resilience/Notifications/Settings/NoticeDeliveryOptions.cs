using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>How notices are repeated, kept and given up.</summary>
public sealed class NoticeDeliveryOptions
{
    /// <summary>Time for one call of a channel with its answer, seconds. Default 10.</summary>
    [Range(0.1, 120)]
    public double CallSeconds { get; set; } = 10;

    /// <summary>Longest first pause after a failure, seconds; doubles per failure, drawn evenly from 0 to it. Default 2.</summary>
    [Range(0.01, 600)]
    public double FirstPauseSeconds { get; set; } = 2;

    /// <summary>Longest pause, seconds. Default 300.</summary>
    [Range(0.01, 3600)]
    public double LongestPauseSeconds { get; set; } = 300;

    /// <summary>Age at which a notice that no channel took is given up, hours. Default 24.</summary>
    [Range(0.001, 720)]
    public double GiveUpHours { get; set; } = 24;

    /// <summary>Notices that wait to be told at a time; beyond, the mildest are dropped. Those by hand have a quarter of it besides; beyond, they are refused. Default 1,000.</summary>
    [Range(1, 5000)]
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>Calls of one channel under way at a time. Default 4.</summary>
    [Range(1, 100)]
    public int CallsPerChannel { get; set; } = 4;

    /// <summary>Time for which an alarm waits for its record before it is told without, seconds. Default 1.</summary>
    [Range(0.01, 30)]
    public double StoreSeconds { get; set; } = 1;

    /// <summary>Notices kept in the store, told or not. Default 5,000.</summary>
    [Range(100, 10_000)]
    public int KeepRecords { get; set; } = 5000;
}
