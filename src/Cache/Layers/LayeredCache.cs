using Relevo.Cache.Flights;

namespace Relevo.Cache.Layers;

/// <summary>
/// Values that are costly to find. A thousand misses of one key make one load; a load that fails is not remembered and
/// fails those who waited for it, unless a stale value is there to serve them. Safe from any thread.
/// </summary>
public sealed class LayeredCache
{
    private readonly MemoryLayer _memory;
    private readonly FlightTable _flights;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _loadDeadline;
    private readonly TimeSpan _staleRest;

    /// <summary>Creates an empty cache.</summary>
    public LayeredCache(CacheOptions options, CacheMetrics metrics, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _memory = new MemoryLayer(options, time);
        _flights = new FlightTable(_memory);
        _metrics = metrics;
        _time = time;
        _loadDeadline = TimeSpan.FromSeconds(options.LoadSeconds);
        _staleRest = TimeSpan.FromSeconds(options.StaleRestSeconds);
    }

    /// <summary>Entries in memory.</summary>
    public int Count => _memory.Count;

    /// <summary>Bytes in memory.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>A fresh value, if one is known.</summary>
    public bool TryGet<T>(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        var isHit = _memory.Find(key, out value) == Freshness.Fresh;
        _metrics.Looked(isHit ? CacheMetrics.Hit : CacheMetrics.Miss);
        return isHit;
    }

    /// <summary>The value, from memory or from <paramref name="load"/>.</summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="life">How long a loaded value is good.</param>
    /// <param name="load">Loads it. Goes on for others when this caller leaves; its token is cancelled at the load's deadline.</param>
    /// <param name="cancellation">Lets this caller leave.</param>
    /// <exception cref="TimeoutException">The load took too long and no stale value is known.</exception>
    public ValueTask<T> GetOrLoadAsync<T>(string key, CacheLife life, Func<CancellationToken, Task<T>> load, CancellationToken cancellation)
        where T : notnull
    {
        if (_memory.Find<T>(key, out var known) == Freshness.Fresh)
        {
            _metrics.Looked(CacheMetrics.Hit);
            return new ValueTask<T>(known!);
        }

        _metrics.Looked(CacheMetrics.Miss);
        return new ValueTask<T>(LoadAsync(key, life, load, cancellation));
    }

    /// <summary>Keeps a value.</summary>
    public void Set<T>(string key, T value, CacheLife life, long bytes = 0)
        where T : notnull
    {
        _flights.Forget(key);
        _memory.Set(key, value, life, bytes);
    }

    /// <summary>Forgets a value, and one that is being loaded.</summary>
    public void Remove(string key)
    {
        _flights.Forget(key);
        _memory.Remove(key);
    }

    /// <summary>Keeps and finds a value, to prove that the cache works. Not counted as a request.</summary>
    public bool Probe()
    {
        var key = CacheKeys.Of("health", "probe");
        var value = _time.GetTimestamp();
        _memory.Set(key, value, CacheLife.Only(TimeSpan.FromMinutes(1)), sizeof(long));
        return _memory.Find<long>(key, out var found) == Freshness.Fresh && found == value;
    }

    private async Task<T> LoadAsync<T>(string key, CacheLife life, Func<CancellationToken, Task<T>> load, CancellationToken cancellation)
        where T : notnull
    {
        T? stale = default;
        try
        {
            var flight = _flights.JoinAsync(key, life, () => LoadOnceAsync(load));
            return await flight.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested && _memory.Find(key, out stale) != Freshness.Missing)
        {
            _metrics.Looked(CacheMetrics.Stale);
            _memory.Rest(key, _staleRest);
            return stale!;
        }
    }

    private async Task<T> LoadOnceAsync<T>(Func<CancellationToken, Task<T>> load)
    {
        using var end = new CancellationTokenSource();
        var loading = load(end.Token);
        try
        {
            return await loading.WaitAsync(_loadDeadline, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!loading.IsCompleted)
        {
            _ = loading.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await end.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
