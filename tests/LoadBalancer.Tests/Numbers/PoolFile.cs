using System.Collections.Concurrent;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

/// <summary>Keeps the pool's state in memory; fails or hangs when the test says so.</summary>
internal sealed class PoolFile : IPoolStore
{
    private volatile byte[]? _state;
    private int _underWay;

    public byte[]? State
    {
        get => _state;
        set => _state = value;
    }

    public ConcurrentQueue<byte[]> Saves { get; } = new();

    /// <summary>What a save waits for, or fails with; null saves at once.</summary>
    public Func<Task>? Before { get; set; }

    public bool HasOverlapped { get; private set; }

    public byte[]? LoadPool() => _state;

    public async Task SavePoolAsync(byte[] state, CancellationToken cancellation)
    {
        HasOverlapped |= Interlocked.Increment(ref _underWay) > 1;
        try
        {
            if (Before is { } before)
            {
                await before();
            }

            Saves.Enqueue(state);
            _state = state;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
