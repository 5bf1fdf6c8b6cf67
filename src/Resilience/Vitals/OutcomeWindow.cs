namespace Relevo.Resilience.Vitals;

/// <summary>How many of the last minute's pieces of work succeeded. Cheap, from any thread.</summary>
/// <param name="time">The clock.</param>
public sealed class OutcomeWindow(TimeProvider time)
{
    private readonly SecondRing _ring = new(time, 2);

    /// <summary>One ended.</summary>
    public void Add(bool isGood) => _ring.Add(isGood ? 0 : 1);

    /// <summary>Those of the last minute.</summary>
    public (long Good, long Bad) Read() => Read(SecondRing.Seconds);

    /// <summary>Those of so many last seconds, 60 at most; the present one is among them.</summary>
    public (long Good, long Bad) Read(int seconds)
    {
        Span<long> sums = stackalloc long[2];
        _ring.Sum(sums, seconds);
        return (sums[0], sums[1]);
    }
}
