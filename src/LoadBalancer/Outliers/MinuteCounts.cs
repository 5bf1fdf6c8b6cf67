namespace Relevo.LoadBalancer.Outliers;

/// <summary>Calls of the last minute, by second. Not safe from several threads.</summary>
internal sealed class MinuteCounts
{
    private const int Seconds = 60;
    private readonly int[] _good = new int[Seconds];
    private readonly int[] _failed = new int[Seconds];
    private readonly int[] _errors = new int[Seconds];
    private long _second;

    public void Succeeded(long now) => _good[At(now)]++;

    public void Failed(long now)
    {
        var at = At(now);
        _failed[at]++;
        _errors[at]++;
    }

    /// <summary>What counted as a success was none.</summary>
    public void FailedAfterAll(long now)
    {
        var at = At(now);
        _good[at] = Math.Max(0, _good[at] - 1);
        _failed[at]++;
        _errors[at]++;
    }

    /// <summary>Calls of the last seconds, this one included.</summary>
    public (int Good, int Failed) Last(int seconds, long now)
    {
        At(now);
        var (good, failed) = (0, 0);
        for (var second = 0; second < Math.Min(seconds, Seconds); second++)
        {
            var at = (int)((_second - second + Seconds) % Seconds);
            good += _good[at];
            failed += _failed[at];
        }

        return (good, failed);
    }

    /// <summary>Failures of the last minute; those that were judged already are among them.</summary>
    public int Errors(long now)
    {
        At(now);
        return _errors.Sum();
    }

    /// <summary>What was counted so far is not judged again.</summary>
    public void Clear()
    {
        Array.Clear(_good);
        Array.Clear(_failed);
    }

    private int At(long now)
    {
        var second = now / TimeSpan.TicksPerSecond;
        var passed = Math.Min(second - _second, Seconds);
        for (var i = 1; i <= passed; i++)
        {
            var at = (int)((second - passed + i) % Seconds);
            (_good[at], _failed[at], _errors[at]) = (0, 0, 0);
        }

        _second = Math.Max(_second, second);
        return (int)(_second % Seconds);
    }
}
