namespace Relevo.Resilience.Vitals;

/// <summary>How long the last minute's pieces of work took, in steps of a fifth. Cheap, from any thread.</summary>
/// <param name="time">The clock.</param>
public sealed class DurationWindow(TimeProvider time)
{
    private const double Shortest = 0.001; // seconds; what is shorter counts as this
    private const double Step = 1.2;
    private const int Steps = 64; // up to 98 s
    private static readonly double LogStep = Math.Log(Step);
    private readonly SecondRing _ring = new(time, Steps);

    /// <summary>One took so long.</summary>
    public void Add(TimeSpan took)
    {
        var seconds = took.TotalSeconds;
        var step = seconds <= Shortest ? 0 : (int)Math.Ceiling(Math.Log(seconds / Shortest) / LogStep);
        _ring.Add(Math.Min(step, Steps - 1));
    }

    /// <summary>The time within which a share of the last minute's were done, seconds, a fifth too long at most; and how many there were.</summary>
    public (double Seconds, long Count) Read(double share) => Read(share, SecondRing.Seconds);

    /// <summary>The same of so many last seconds, 60 at most; the present one is among them.</summary>
    public (double Seconds, long Count) Read(double share, int last)
    {
        Span<long> sums = stackalloc long[Steps];
        _ring.Sum(sums, last);
        var count = 0L;
        foreach (var sum in sums)
        {
            count += sum;
        }

        var rank = (long)Math.Ceiling(count * share);
        var seen = 0L;
        for (var step = 0; step < Steps; step++)
        {
            seen += sums[step];
            if (count > 0 && seen >= rank)
            {
                return (Shortest * Math.Pow(Step, step), count);
            }
        }

        return (0, 0);
    }
}
