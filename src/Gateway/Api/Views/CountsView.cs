using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>Counts of events or of sends.</summary>
internal sealed record CountsView(
    long Accepted, long Waiting, long Delayed, long Completed, long Dead, long Dropped, long Expired, double? OldestSeconds, long Gap)
{
    public static CountsView Of(StoreCounts counts, DateTimeOffset now) => new(
        counts.Accepted,
        counts.WaitingTotal,
        counts.Delayed,
        counts.Completed,
        counts.Parked,
        counts.Dropped,
        counts.Expired,
        counts.OldestUtc is { } oldest ? Math.Max(0, Math.Round((now - oldest).TotalSeconds, 3)) : null,
        counts.Gap);
}
