using System.ComponentModel.DataAnnotations;

namespace Relevo.LoadBalancer.Outliers;

/// <summary>When a number that accepts messages of which nothing is heard again is left out.</summary>
public sealed class ReceiptOptions
{
    /// <summary>Age from which a message should have a receipt, seconds. Default 10.</summary>
    [Range(1, 600)]
    public double AfterSeconds { get; set; } = 10;

    /// <summary>Age up to which messages are looked at, seconds. Default 70.</summary>
    [Range(2, 3600)]
    public double WithinSeconds { get; set; } = 70;

    /// <summary>Fewest messages of that age for a judgement. Default 10.</summary>
    [Range(1, 500)]
    public int MinMessages { get; set; } = 10;

    /// <summary>Share of them with any receipt below which the number is left out, percent. Default 20.</summary>
    [Range(1, 100)]
    public int MinPercent { get; set; } = 20;

    /// <summary>How long it is left out the first time, seconds; doubles each time. Default 120.</summary>
    [Range(0.1, 86_400)]
    public double HoldSeconds { get; set; } = 120;

    /// <summary>Longest time it is left out, seconds. Default 3,600.</summary>
    [Range(0.1, 86_400)]
    public double MaxHoldSeconds { get; set; } = 3_600;
}
