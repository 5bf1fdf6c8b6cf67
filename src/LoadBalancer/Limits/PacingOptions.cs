using System.ComponentModel.DataAnnotations;

namespace Relevo.LoadBalancer.Limits;

/// <summary>How fast numbers send.</summary>
public sealed class PacingOptions
{
    /// <summary>Profile `evolution`: gaps between messages are longer than the rate asks by up to this, drawn anew each time, percent. Default 50.</summary>
    [Range(0, 1000)]
    public int JitterPercent { get; set; } = 50;

    /// <summary>Numbers of Meta and Bird: one message per recipient in so many seconds, sustained. Default 6.</summary>
    [Range(0.1, 3600)]
    public double PairSeconds { get; set; } = 6;

    /// <summary>Same numbers: messages to one recipient that may leave at once. Default 45.</summary>
    [Range(1, 1000)]
    public int PairBurst { get; set; } = 45;

    /// <summary>Calls of one number that may be under way whatever its rate. Default 16.</summary>
    [Range(1, 10_000)]
    public int MinPlaces { get; set; } = 16;

    /// <summary>Calls of one number that may be under way, as seconds of its rate. Default 3.</summary>
    [Range(0.1, 60)]
    public double PlaceSeconds { get; set; } = 3;

    /// <summary>A number that its provider calls too fast, without saying how long to wait, rests up to so many seconds; doubles each time. Default 1.</summary>
    [Range(0.1, 3600)]
    public double ThrottleFirstSeconds { get; set; } = 1;

    /// <summary>Longest such rest, seconds. Default 60.</summary>
    [Range(0.1, 3600)]
    public double ThrottleLongestSeconds { get; set; } = 60;

    /// <summary>After a rest the rate is half of what it was, and regains this much of the limit each second, percent. Default 2.</summary>
    [Range(0.01, 100)]
    public double RegainPercent { get; set; } = 2;
}
