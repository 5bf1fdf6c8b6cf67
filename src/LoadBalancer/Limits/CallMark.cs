namespace Relevo.LoadBalancer.Limits;

/// <summary>When one call left for the provider. Set once, without the pool's gate.</summary>
internal sealed class CallMark
{
    private const long NotYet = long.MinValue;
    private long _leftAt = NotYet;

    /// <summary>Null while it waits for a connection.</summary>
    public long? LeftAt => Volatile.Read(ref _leftAt) is var at && at == NotYet ? null : at;

    /// <summary>It is being written now, or ended without; only the first time counts.</summary>
    public void Leave(long now) => Interlocked.CompareExchange(ref _leftAt, now, NotYet);
}
