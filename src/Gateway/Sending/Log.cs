namespace Relevo.Gateway.Sending;

internal static partial class Log
{
    [LoggerMessage(4401, LogLevel.Warning, "What was learned of contacts cannot be saved: {Reason} Nothing is lost; the next start learns it again.")]
    public static partial void ContactsNotSaved(ILogger logger, string reason);

    [LoggerMessage(4402, LogLevel.Warning, "Send {Id} was parked: {Reason}")]
    public static partial void Parked(ILogger logger, string id, string reason);

    [LoggerMessage(4403, LogLevel.Warning, "The outcome of send {Id} through {Number} is unknown ({Code}); it waits {Seconds} s for a receipt.")]
    public static partial void Unknown(ILogger logger, string id, string number, string code, double seconds);

    [LoggerMessage(4404, LogLevel.Warning, "Send {Id} is repeated once through {Number}: no receipt came.")]
    public static partial void Repeated(ILogger logger, string id, string number);

    [LoggerMessage(4405, LogLevel.Warning, "Scheduled sends cannot be moved into the queue: {Reason}")]
    public static partial void NotMoved(ILogger logger, string reason);

    [LoggerMessage(4406, LogLevel.Warning, "Receipts could not be matched: {Reason}")]
    public static partial void NotMatched(ILogger logger, string reason);

    [LoggerMessage(4407, LogLevel.Information, "{Count} sends of unknown outcome stand in the dead letters; a late receipt takes them out.")]
    public static partial void UnknownParked(ILogger logger, int count);

    [LoggerMessage(4408, LogLevel.Error, "The call of send {Id} through {Number} broke off inside the gateway; whether it was sent is unknown.")]
    public static partial void CallFailed(ILogger logger, string id, string number, Exception error);

    [LoggerMessage(4409, LogLevel.Warning, "Send {Id} was taken by its provider, but not all could be noted of it: {Reason}")]
    public static partial void NotLearned(ILogger logger, string id, string reason);
}
