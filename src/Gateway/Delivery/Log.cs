namespace Relevo.Gateway.Delivery;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Warning, "Event {Id} for application {Application} is parked: {Reason} ({Answer}).")]
    public static partial void Parked(ILogger logger, string id, string application, string reason, string answer);

    [LoggerMessage(4102, LogLevel.Warning, "Replies could not be stored: {Reason}. The event is delivered again.")]
    public static partial void RepliesNotStored(ILogger logger, string reason);

    [LoggerMessage(4103, LogLevel.Warning, "{Queue} holds waiting events, and no application of this name is configured. Configure it again to have them delivered.")]
    public static partial void Orphaned(ILogger logger, string queue);
}
