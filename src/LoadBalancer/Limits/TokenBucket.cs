namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// Messages that may leave now. Fills evenly and holds at most its burst, so that no second, wherever it begins, sees more
/// than rate + burst: there is no window whose edge could be used twice. Times are ticks of 100 ns on a clock that only goes
/// forward. Not safe from several threads.
/// </summary>
internal sealed class TokenBucket(double level, long now)
{
    private const double Whole = 1 - 1e-9; // What adds up to one in theory may miss it by a rounding.

    private double _level = level;
    private long _at = now;

    /// <summary>Messages that may leave; below 0 when more was taken than there was.</summary>
    public double Level => _level;

    /// <summary>True when one may leave.</summary>
    public bool HasOne => _level >= Whole;

    /// <summary>Adds what came together since the last time.</summary>
    public void Fill(long now, double rate, double most)
    {
        if (now > _at)
        {
            _level += (now - _at) / (double)TimeSpan.TicksPerSecond * rate;
            _at = now;
        }

        _level = Math.Min(_level, most);
    }

    /// <summary>Takes one message, and with it time beyond its share when <paramref name="cost"/> is above 1.</summary>
    public void Take(double cost) => _level -= cost;

    /// <summary>Takes one that nobody asked for; the debt has a bound.</summary>
    public void Owe(double deepest) => _level = Math.Max(_level - 1, Math.Min(_level, -deepest));

    /// <summary>Gives an unused one back.</summary>
    public void Return() => _level += 1;

    /// <summary>Forgets what was saved up: who comes back does not begin with a burst.</summary>
    public void Spare(double most) => _level = Math.Min(_level, most);

    /// <summary>When one may leave if nothing else is taken.</summary>
    public long NextAt(long now, double rate) => now + (long)Math.Ceiling((1 - _level) / rate * TimeSpan.TicksPerSecond);
}
