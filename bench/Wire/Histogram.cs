using System.Numerics;

namespace Relevo.Wire;

/// <summary>Counts of microseconds, 64 steps per doubling, so that no value is off by more than 1.6 %. Safe from any thread.</summary>
internal sealed class Histogram
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;
    private const int MaxShift = 34; // values up to 12 days
    private readonly long[] _counts = new long[(MaxShift + 2) * Steps];
    private long _max;

    public long Count => _counts.Sum();

    public void Record(long microseconds)
    {
        var value = Math.Max(0, microseconds);
        Interlocked.Increment(ref _counts[Math.Min(Index(value), _counts.Length - 1)]);
        while (Volatile.Read(ref _max) is var max && value > max)
        {
            Interlocked.CompareExchange(ref _max, value, max);
        }
    }

    /// <summary>The value that a share of all values does not exceed; 0 when there is none.</summary>
    public long Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var i = 0; i < _counts.Length && wanted > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return Math.Min(Upper(i), Volatile.Read(ref _max));
            }
        }

        return Volatile.Read(ref _max);
    }

    private static int Index(long value)
    {
        if (value < Steps)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - StepBits;
        return ((shift + 1) * Steps) + (int)((value >> shift) - Steps);
    }

    private static long Upper(int index)
    {
        if (index < Steps)
        {
            return index;
        }

        var shift = (index / Steps) - 1;
        return ((long)((index % Steps) + Steps + 1) << shift) - 1;
    }
}
