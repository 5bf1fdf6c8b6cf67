namespace Relevo.LoadBalancer.Limits;

/// <summary>How many tokens inbound messages take in each second. Guarded by the pool's gate.</summary>
internal sealed class InboundShare
{
    private long _second;
    private int _taken;

    /// <summary>Takes up to <paramref name="count"/>, no more than <paramref name="most"/> a second.</summary>
    public int Take(long now, int count, double most)
    {
        var second = now / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            (_second, _taken) = (second, 0);
        }

        var taken = Math.Clamp((int)Math.Ceiling(most) - _taken, 0, count);
        _taken += taken;
        return taken;
    }
}
