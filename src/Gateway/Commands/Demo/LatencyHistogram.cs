namespace Relevo.Gateway.Commands.Demo;

/// <summary>Counts durations in buckets that grow by 5 %, so that a quantile is right to 5 % whatever its size.</summary>
internal sealed class LatencyHistogram
{
    private const double Growth = 1.05;
    private const double FirstMilliseconds = 0.01;
    private const int Buckets = 400; // 0.01 ms x 1.05^400 is past 50 minutes.

    private readonly long[] _counts = new long[Buckets];

    public void Add(TimeSpan duration)
    {
        var bucket = duration.TotalMilliseconds <= FirstMilliseconds ? 0 : (int)(Math.Log(duration.TotalMilliseconds / FirstMilliseconds) / Math.Log(Growth)) + 1;
        Interlocked.Increment(ref _counts[Math.Min(bucket, Buckets - 1)]);
    }

    /// <summary>The duration, in milliseconds, that a share of all stays below; 0 when there are none.</summary>
    public double Quantile(double share)
    {
        var counts = _counts.Select((_, i) => Interlocked.Read(ref _counts[i])).ToArray();
        var wanted = share * counts.Sum();
        var seen = 0L;
        for (var i = 0; i < Buckets; i++)
        {
            seen += counts[i];
            if (seen > 0 && seen >= wanted)
            {
                return FirstMilliseconds * Math.Pow(Growth, i);
            }
        }

        return 0;
    }
}
