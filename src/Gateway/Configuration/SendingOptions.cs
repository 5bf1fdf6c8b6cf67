using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>How sends are carried out, repeated and given up.</summary>
public sealed class SendingOptions
{
    /// <summary>Calls to providers under way at a time, over all numbers. Default 512.</summary>
    [Range(1, 100_000)]
    public int Concurrency { get; set; } = 512;

    /// <summary>Failed attempts of one send after which it is parked; throttling, time in a line and providers that cannot be reached do not count. Default 8.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Hours that a send is tried while no connection to its provider can be had; then it is parked. Default 24.</summary>
    [Range(0.01, 720)]
    public double UnreachedHours { get; set; } = 24;

    /// <summary>Failed attempts on one number after which a send that may move tries another one. Default 3.</summary>
    [Range(1, 1000)]
    public int MoveAfterAttempts { get; set; } = 3;

    /// <summary>Longest first pause after a failed attempt, seconds; doubles per failure, drawn evenly from 0 to it. Default 1.</summary>
    [Range(0.01, 600)]
    public double FirstPauseSeconds { get; set; } = 1;

    /// <summary>Longest pause, seconds. Default 300.</summary>
    [Range(0.01, 86_400)]
    public double LongestPauseSeconds { get; set; } = 300;

    /// <summary>How long a send whose answer never came waits for its receipt before it is repeated, and after that before its conversation goes on, seconds. Default 30.</summary>
    [Range(0.1, 3600)]
    public double UnknownWaitSeconds { get; set; } = 30;

    /// <summary>What a conversation in which the customer wrote within the last 24 h does when its number cannot send: <c>wait</c>, <c>move</c> or <c>move-with-template</c>. Default <c>wait</c>.</summary>
    [RegularExpression("^(wait|move|move-with-template)$", ErrorMessage = "must be wait, move or move-with-template")]
    public string OpenConversations { get; set; } = "wait";

    /// <summary>The same for every other conversation. Default <c>move</c>.</summary>
    [RegularExpression("^(wait|move|move-with-template)$", ErrorMessage = "must be wait, move or move-with-template")]
    public string NewConversations { get; set; } = "move";

    /// <summary>Days a contact keeps its number after the last message in either direction. Default 30.</summary>
    [Range(0.01, 365)]
    public double StickyDays { get; set; } = 30;

    /// <summary>Hours after a contact's last message in which free-form messages are allowed, where the provider has such a window. Default 24.</summary>
    [Range(0.01, 720)]
    public double WindowHours { get; set; } = 24;

    /// <summary>Sends that may wait; beyond, the API answers 429. Default 1,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxWaiting { get; set; } = 1_000_000;

    /// <summary>Deaths of the gateway with this send in work after which it is parked. Default 3.</summary>
    [Range(1, 100)]
    public int MaxDeaths { get; set; } = 3;
}
