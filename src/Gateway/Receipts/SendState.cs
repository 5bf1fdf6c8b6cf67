using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>
/// Where a send stands: a pure fold over what was written down of it, in whatever order it came. It only moves forward
/// (accepted, sent, delivered, read); failed is final unless the message was delivered all the same.
/// </summary>
internal static class SendState
{
    public const string Queued = "queued";
    public const string Sending = "sending";
    public const string Accepted = "accepted";
    public const string Sent = "sent";
    public const string Delivered = "delivered";
    public const string Read = "read";
    public const string Failed = "failed";
    public const string Unknown = "unknown";
    public const string Expired = "expired";
    public const string Dead = "dead";

    /// <summary>The word for it.</summary>
    /// <param name="state">Where its row stands.</param>
    /// <param name="trace">What was written down of it, oldest first.</param>
    public static string Of(MessageState state, IReadOnlyList<TraceEntry> trace)
    {
        var best = Furthest(trace);
        return best switch
        {
            TraceKind.Read => Read,
            TraceKind.Delivered => Delivered,
            TraceKind.Failed when state is MessageState.Expired => Expired,
            TraceKind.Failed => Failed,
            TraceKind.Sent => Sent,
            TraceKind.Accepted => Accepted,
            _ => NotTaken(state, best),
        };
    }

    private static string NotTaken(MessageState state, TraceKind last) => state switch
    {
        MessageState.Expired => Expired,
        _ when last == TraceKind.Unknown => Unknown,
        MessageState.Completed => Accepted,
        MessageState.Waiting or MessageState.Delayed => last == TraceKind.Attempt ? Sending : Queued,
        _ => Dead,
    };

    // Receipts count only from the number that carried it; without any, the last thing that happened tells.
    private static TraceKind Furthest(IReadOnlyList<TraceEntry> trace)
    {
        var (read, delivered, failed, sent, accepted) = (false, false, false, false, false);
        var last = default(TraceKind);
        foreach (var entry in trace.Where(entry => IsOfCarrier(entry, trace)))
        {
            read |= entry.Kind == TraceKind.Read;
            delivered |= entry.Kind == TraceKind.Delivered;
            failed |= entry.Kind == TraceKind.Failed;
            sent |= entry.Kind == TraceKind.Sent;
            accepted |= entry.Kind == TraceKind.Accepted;
            last = entry.Kind is TraceKind.Attempt or TraceKind.Refused or TraceKind.Unknown ? entry.Kind : last;
        }

        return read ? TraceKind.Read : delivered ? TraceKind.Delivered : failed ? TraceKind.Failed : sent ? TraceKind.Sent : accepted ? TraceKind.Accepted : last;
    }

    private static bool IsOfCarrier(TraceEntry entry, IReadOnlyList<TraceEntry> trace) =>
        entry.Kind < TraceKind.Sent || !trace.Any(other => other.Kind == TraceKind.Attempt) || trace.Any(other => other.Kind == TraceKind.Attempt && other.Number == entry.Number);
}
