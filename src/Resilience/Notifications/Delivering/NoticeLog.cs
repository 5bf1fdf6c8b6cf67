using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>What notifications write into the log: causes, channels and short names, never the text, an address or a number.</summary>
internal static partial class NoticeLog
{
    [LoggerMessage(9101, LogLevel.Information, "Notice {Id}: {Kind} of {Cause} at {Level}, {Deliveries} deliveries.")]
    public static partial void Taken(ILogger logger, string id, NoticeKind kind, string cause, HealthLevel level, int deliveries);

    [LoggerMessage(9102, LogLevel.Information, "Notice {Id}: {Kind} of {Cause} at {Level} is only recorded: {Reason}.")]
    public static partial void Quiet(ILogger logger, string id, NoticeKind kind, string cause, HealthLevel level, string reason);

    [LoggerMessage(9103, LogLevel.Information, "Notice {Id} was taken by {Channel} for {Recipient} at attempt {Attempt}.")]
    public static partial void Delivered(ILogger logger, string id, string channel, string recipient, int attempt);

    [LoggerMessage(9104, LogLevel.Warning, "Notice {Id} was not taken by {Channel} for {Recipient} at attempt {Attempt}: {Reason}. Next in {Seconds} s.")]
    public static partial void Again(ILogger logger, string id, string channel, string recipient, int attempt, string? reason, double seconds);

    [LoggerMessage(9105, LogLevel.Error, "Notice {Id} is not told by {Channel} to {Recipient}: {Reason}.")]
    public static partial void Untold(ILogger logger, string id, string channel, string recipient, string? reason);

    [LoggerMessage(9106, LogLevel.Error, "A notice of {Cause} at {Level} was dropped: too many wait.")]
    public static partial void Dropped(ILogger logger, string cause, HealthLevel level);

    [LoggerMessage(9107, LogLevel.Warning, "Notices cannot be saved or read now ({Reason}); they are told from memory.")]
    public static partial void StoreFailed(ILogger logger, string reason);

    [LoggerMessage(9108, LogLevel.Warning, "The record of notice {Id} cannot be read; it is left out.")]
    public static partial void Unreadable(ILogger logger, string id);

    [LoggerMessage(9109, LogLevel.Error, "A listener of notifications failed with {Failure}.")]
    public static partial void ListenerFailed(ILogger logger, string failure);

    [LoggerMessage(9110, LogLevel.Error, "The loop of notifications met something it does not know ({Failure}); it goes on.")]
    public static partial void LoopFailed(ILogger logger, string failure);

    [LoggerMessage(9111, LogLevel.Information, "Notifications go on with {Open} notices of before.")]
    public static partial void Resumed(ILogger logger, int open);

    [LoggerMessage(EventId = 9112, Message = "Notice {Id} is not told by {Channel}: {Reason}.")]
    public static partial void NoWay(ILogger logger, LogLevel severity, string id, string channel, string? reason);
}
