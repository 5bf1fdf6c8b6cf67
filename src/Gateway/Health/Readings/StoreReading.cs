using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Health.Readings;

/// <summary>The store's counts at one moment.</summary>
/// <param name="Events">Of events.</param>
/// <param name="Sends">Of sends.</param>
public sealed record StoreReading(StoreCounts Events, StoreCounts Sends)
{
    /// <summary>Waiting rows of one priority, those in work among them.</summary>
    public long Waiting(int priority) => At(Events.Waiting, priority) + At(Sends.Waiting, priority);

    /// <summary>Rows whose due time lies ahead.</summary>
    public long Delayed => Events.Delayed + Sends.Delayed;

    /// <summary>Dead letters.</summary>
    public long Parked => Events.Parked + Sends.Parked;

    /// <summary>When the oldest waiting one was taken; null when none waits.</summary>
    public DateTimeOffset? OldestUtc =>
        Events.OldestUtc is { } e && Sends.OldestUtc is { } s ? (e < s ? e : s) : Events.OldestUtc ?? Sends.OldestUtc;

    private static long At(IReadOnlyList<long> counts, int index) => index < counts.Count ? counts[index] : 0;
}
