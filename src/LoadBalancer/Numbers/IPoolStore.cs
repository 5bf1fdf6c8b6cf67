namespace Relevo.LoadBalancer.Numbers;

/// <summary>Where the pool's state outlives the process: what operators set, day counters, ejections. One small blob, written as a whole.</summary>
public interface IPoolStore
{
    /// <summary>The state that was saved last, or null. Reads the store.</summary>
    byte[]? LoadPool();

    /// <summary>Completes when the state is durable.</summary>
    Task SavePoolAsync(byte[] state, CancellationToken cancellation);
}
