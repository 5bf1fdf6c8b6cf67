namespace Relevo.Gateway.Delivery;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Warning, "Event {Id} for application {Application} is parked: {Reason} ({Answer}).")]
    public static partial void Parked(ILogger logger, string id, string application, string reason, string answer);

    [LoggerMessage(4102, LogLevel.Warning, "Replies could not be stored: {Reason}. The event is delivered again.")]
    public static partial void RepliesNotStored(ILogger logger, string reason);

    [LoggerMessage(4103, LogLevel.Warning, "{Queue} holds waiting events, and no application of this name is configured. Configure it again to have them delivered.")]
    public static partial void Orphaned(ILogger logger, string queue);

    [LoggerMessage(4104, LogLevel.Warning, "{Count} replies to event {Id} from application {Application} are ignored: too many, or no valid JSON objects.")]
    public static partial void RepliesIgnored(ILogger logger, int count, string id, string application);

    [LoggerMessage(4105, LogLevel.Error, "Application {Application} could not take up its settings; it goes on with those it had.")]
    public static partial void NotApplied(ILogger logger, string application, Exception error);

    [LoggerMessage(4106, LogLevel.Warning, "What application {Application} has done could not be saved when it was taken out; it may be delivered again. {Reason}")]
    public static partial void NotSaved(ILogger logger, string application, string reason);
}
