using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>Takes the state of the numbers to save it.</summary>
internal static class PoolStateWriter
{
    // Shorter waits pass while a process starts.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    public static byte[] Write_NeedsGate(PoolCore core, bool isLast)
    {
        var now = core.Clock.Now;
        var pairs = core.Pairs.Longest(now, LongWait, PoolStateFormat.MaxPairs).ToLookup(pair => pair.Number, pair => (pair.Contact, pair.Ahead));
        var numbers = core.Numbers.Select(number => Save(core, number, [.. pairs[number.Key]], now, isLast));
        // Pairs are as old as their save; by now they have hardly anything left to wait for.
        var absent = core.Absent.Values.Select(known => known.Number with { Pairs = [] }).Take(PoolStateFormat.MaxNumbers - core.Numbers.Length);
        return PoolStateFormat.Write(new SavedPool(isLast, core.Clock.UtcNow.UtcTicks, core.AreBackupsActive, [.. numbers, .. absent]));
    }

    /// <summary>Takes the state of one number.</summary>
    public static SavedNumber Save(PoolCore core, PooledNumber number, IReadOnlyList<(ulong Contact, long Ahead)> pairs, long now, bool isLast)
    {
        var health = number.Health;
        var isLimited = number.DayLimit(core.Clock.Today, core.Options) is not null;
        return new SavedNumber
        {
            Name = number.Name,
            Hand = number.Hand,
            Day = number.Day.Day,
            Used = number.Day.BeginSave(isLimited, isLast),
            Tokens = number.Bucket.Level,
            ClosedUntil = Utc(core, number.Throttle.ClosedUntil, now),
            ThrottleShare = number.Throttle.Share(now, core.Options.Pacing),
            ThrottleStreak = number.Throttle.Streak,
            Phase = health.Phase,
            Cause = health.Cause,
            Reason = health.Reason,
            Until = Utc(core, health.Until, now),
            LeftOutAt = Utc(core, health.LeftOutAt, now),
            Times = health.Times,
            ReceiptTimes = health.ReceiptTimes,
            DownTimes = health.DownTimes,
            HasReceipts = number.Receipts.HasEver,
            MayBegin = health.MayBegin,
            Conversations = number.Contacts.Count(now),
            Credentials = Hash.Of(number.Definition.CredentialMark),
            Pairs = pairs,
        };
    }

    // What never was is 0.
    private static long Utc(PoolCore core, long at, long now) => at <= 0 ? 0 : core.Clock.Utc(at, now).UtcTicks;
}
