using Microsoft.Extensions.Logging;

namespace Relevo.Storage.Sqlite;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "The store refuses webhooks: {Reason}")]
    public static partial void Refusing(ILogger logger, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "The store takes webhooks again.")]
    public static partial void Accepting(ILogger logger);

    [LoggerMessage(3003, LogLevel.Error, "A commit failed; the store is opened again before anything in it is believed.")]
    public static partial void CommitFailed(ILogger logger, Exception error);

    [LoggerMessage(3004, LogLevel.Warning, "The store could not be opened again yet: {Reason}")]
    public static partial void ReopenFailed(ILogger logger, string reason);

    [LoggerMessage(3005, LogLevel.Information, "Day {Day} is dropped: nothing in it waits and its history is over.")]
    public static partial void DayDropped(ILogger logger, DateOnly day);

    [LoggerMessage(3006, LogLevel.Error, "Keys could not be sealed; they stay in memory and are tried again.")]
    public static partial void SealFailed(ILogger logger, Exception error);

    [LoggerMessage(3007, LogLevel.Critical, "The store's writer failed in a way it does not know; it goes on after opening the store again.")]
    public static partial void WriterFailed(ILogger logger, Exception error);

    [LoggerMessage(3009, LogLevel.Warning, "A day could not be deleted: {Reason}")]
    public static partial void DayNotDeleted(ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Critical, "A subscriber failed on committed messages; they wait in the store.")]
    public static partial void SubscriberFailed(ILogger logger, Exception error);

    [LoggerMessage(3011, LogLevel.Warning, "The log could not be moved into the database; it stays as it is and is tried again: {Reason}")]
    public static partial void LogNotMoved(ILogger logger, string reason);

    [LoggerMessage(2301, LogLevel.Error, "The file of contacts was damaged; it is kept as {Path}, and what it held is learned again.")]
    public static partial void ContactsDamaged(ILogger logger, string path);

    [LoggerMessage(9291, LogLevel.Error, "The file of records was damaged; it is kept as {Path}, and a new one is begun: what it held of incidents, playbooks and levels is no longer shown.")]
    public static partial void RecordsDamaged(ILogger logger, string path);

    [LoggerMessage(9292, LogLevel.Error, "The file of records was removed while the gateway runs; a new one is begun.")]
    public static partial void RecordsRemoved(ILogger logger);

    [LoggerMessage(9293, LogLevel.Warning, "The file of records could not be used and is opened again at the next call: {Reason}")]
    public static partial void RecordsFailed(ILogger logger, string reason);

    [LoggerMessage(9294, LogLevel.Critical, "The thread of records met a failure that it does not know; it goes on.")]
    public static partial void RecordsBroken(ILogger logger, Exception error);

    [LoggerMessage(3008, LogLevel.Information, "{Count} messages of a commit that had failed were found on the disk and go on.")]
    public static partial void FoundAfterFailure(ILogger logger, int count);
}
