namespace Relevo.LoadBalancer.Numbers;

/// <summary>Time as the pool counts it: ticks of 100 ns since it began, on a clock that only goes forward, and the wall clock for days.</summary>
internal sealed class PoolClock(TimeProvider time)
{
    // Nothing is at 0 or before, so that a long ago is never taken for now.
    private static readonly long Beginning = TimeSpan.TicksPerDay * 2;
    private readonly long _origin = time.GetTimestamp();

    public long Now => Beginning + time.GetElapsedTime(_origin).Ticks;

    public DateTimeOffset UtcNow => time.GetUtcNow();

    /// <summary>Today in UTC, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;

    /// <summary>When today ends.</summary>
    public long Midnight(long now)
    {
        var utc = UtcNow;
        return now + (TimeSpan.TicksPerDay - utc.TimeOfDay.Ticks);
    }

    /// <summary>A moment of this clock on the wall clock.</summary>
    public DateTimeOffset Utc(long at, long now) => UtcNow + TimeSpan.FromTicks(at - now);

    /// <summary>A moment of the wall clock on this one, bounded: the wall clock may have been set meanwhile.</summary>
    public long At(long utcTicks, long now, TimeSpan earliest, TimeSpan latest) =>
        now + Math.Clamp(utcTicks - UtcNow.UtcTicks, -earliest.Ticks, latest.Ticks);
}
