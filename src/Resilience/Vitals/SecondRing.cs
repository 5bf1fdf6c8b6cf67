namespace Relevo.Resilience.Vitals;

/// <summary>
/// Counts over the last minute, in buckets of a second, cheap from any thread. What is counted in the very moment in which a
/// bucket begins anew may be lost: figures are judged by hundreds.
/// </summary>
internal sealed class SecondRing(TimeProvider time, int kinds)
{
    /// <summary>Seconds that are counted, the present one among them.</summary>
    public const int Seconds = 60;

    private const int Buckets = 64; // more than the seconds, so that no reader meets a bucket that begins anew
    private readonly long _start = time.GetTimestamp();
    private readonly long[] _stamps = NewStamps();
    private readonly long[] _counts = new long[Buckets * kinds];
    private readonly Lock _renew = new();

    /// <summary>Seconds since it began.</summary>
    public long Age => Now;

    private long Now => (long)time.GetElapsedTime(_start).TotalSeconds;

    public void Add(int kind, long count = 1)
    {
        var now = Now;
        var bucket = (int)(now % Buckets);
        if (Volatile.Read(ref _stamps[bucket]) != now)
        {
            Renew(bucket, now);
        }

        Interlocked.Add(ref _counts[(bucket * kinds) + kind], count);
    }

    /// <summary>Adds up so many last seconds; 60 at most.</summary>
    public void Sum(Span<long> sums, int seconds = Seconds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, Seconds);
        sums.Clear();
        var now = Now;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var age = now - Volatile.Read(ref _stamps[bucket]);
            for (var kind = 0; age >= 0 && age < seconds && kind < kinds; kind++)
            {
                sums[kind] += Volatile.Read(ref _counts[(bucket * kinds) + kind]);
            }
        }
    }

    private static long[] NewStamps()
    {
        var stamps = new long[Buckets];
        Array.Fill(stamps, -Buckets);
        return stamps;
    }

    private void Renew(int bucket, long now)
    {
        lock (_renew)
        {
            if (_stamps[bucket] < now)
            {
                Array.Clear(_counts, bucket * kinds, kinds);
                Volatile.Write(ref _stamps[bucket], now);
            }
        }
    }
}
