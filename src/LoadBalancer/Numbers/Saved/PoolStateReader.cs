using Relevo.LoadBalancer.Outliers;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>Gives a number back what was saved of it.</summary>
internal static class PoolStateReader
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Grants of up to this long may have happened after the last save of a process that died.
    private static readonly double UnsavedSeconds = 2;

    /// <summary>Reads the state, or says that it cannot be read.</summary>
    public static SavedPool? Read(byte[]? state, out Exception? failure)
    {
        failure = null;
        try
        {
            return state is null ? SavedPool.Empty : PoolStateFormat.Read(state);
        }
        // BinaryReader says in these ways that the bytes are no state.
        catch (Exception caught) when (caught is IOException or InvalidDataException or ArgumentException or FormatException)
        {
            failure = caught;
            return null;
        }
    }

    public static void Restore_NeedsGate(PoolCore core, PooledNumber number, SavedNumber saved, SavedPool pool)
    {
        var now = core.Clock.Now;
        number.Hand = saved.Hand;
        number.Day.Restore(saved.Day, saved.Used);
        number.Throttle.Restore(now, At(core, saved.ClosedUntil, now), saved.ThrottleShare, saved.ThrottleStreak);
        number.Receipts.HasEver = saved.HasReceipts;
        number.Contacts.Restore(saved.Conversations, At(core, pool.SavedUtc, now));
        number.Health.MayBegin = saved.MayBegin;
        RestoreTokens(core, number, saved, pool, now);
        RestoreHealth(core, number, saved, now);
        foreach (var (contact, ahead) in saved.Pairs)
        {
            var passed = Math.Max(0, core.Clock.UtcNow.UtcTicks - pool.SavedUtc);
            core.Pairs.Restore(number.Key, contact, now, ahead - passed);
        }
    }

    // A restart is no reason for another burst: what may have been sent after the last save counts as sent.
    private static void RestoreTokens(PoolCore core, PooledNumber number, SavedNumber saved, SavedPool pool, long now)
    {
        var limits = number.Definition.Limits;
        var passed = Math.Clamp((core.Clock.UtcNow.UtcTicks - pool.SavedUtc) / (double)TimeSpan.TicksPerSecond, 0, Day.TotalSeconds);
        var unsaved = pool.IsLast ? 0 : limits.Burst + (limits.MessagesPerSecond * UnsavedSeconds);
        var tokens = double.IsFinite(saved.Tokens) ? saved.Tokens : 0;
        var level = tokens + (passed * limits.MessagesPerSecond) - unsaved;
        number.Bucket.Fill(now, 0, Math.Clamp(level, Math.Min(0, tokens), limits.Burst));
    }

    private static void RestoreHealth(PoolCore core, PooledNumber number, SavedNumber saved, long now)
    {
        // What grew back, or was being tried, proves itself again.
        var phase = saved.Phase == HealthPhase.SlowStart ? HealthPhase.HalfOpen : saved.Phase;
        var hasNewLogin = saved.Cause == HealthCause.Refused && saved.Credentials != Hash.Of(number.Definition.CredentialMark);
        phase = phase == HealthPhase.Down && hasNewLogin ? HealthPhase.HalfOpen : phase;
        var leftOutAt = saved.LeftOutAt <= 0 ? long.MinValue : At(core, saved.LeftOutAt, now);
        number.Health.Restore(phase, saved.Cause, saved.Reason, (now, At(core, saved.Until, now), leftOutAt), (saved.Times, saved.ReceiptTimes, saved.DownTimes));
    }

    private static long At(PoolCore core, long utcTicks, long now) => core.Clock.At(utcTicks, now, Day, Day);
}
