using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Records;

/// <summary>What the keeping of records writes into the log.</summary>
internal static partial class RecordLog
{
    [LoggerMessage(9281, LogLevel.Error, "Records of kind {Kind} cannot be saved; they stay in memory and are tried again: {Reason}")]
    public static partial void NotSaved(ILogger logger, string kind, string reason);

    [LoggerMessage(9282, LogLevel.Information, "Records of kind {Kind} are saved again.")]
    public static partial void SavedAgain(ILogger logger, string kind);

    [LoggerMessage(9283, LogLevel.Error, "Too many records of kind {Kind} wait to be saved; the oldest is given up.")]
    public static partial void GivenUp(ILogger logger, string kind);

    [LoggerMessage(9284, LogLevel.Error, "A record of kind {Kind} was refused by the store and is given up.")]
    public static partial void Refused(ILogger logger, string kind, Exception failure);

    [LoggerMessage(9285, LogLevel.Error, "Records of kind {Kind} cannot be read yet; it is tried again: {Reason}")]
    public static partial void NotRead(ILogger logger, string kind, string reason);

    [LoggerMessage(9286, LogLevel.Warning, "Record {Id} of kind {Kind} cannot be understood and is left out.")]
    public static partial void NotUnderstood(ILogger logger, string kind, string id);
}
