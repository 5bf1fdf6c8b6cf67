using Relevo.Cache.Flights;

namespace Relevo.Cache.Layers;

/// <summary>
/// Values that are costly to find. A thousand misses of one key make one load; a load that fails is not remembered and
/// fails those who waited for it, unless a stale value is there to serve them. Safe from any thread; a hit takes no lock
/// and allocates nothing.
/// </summary>
public sealed class LayeredCache
{
    private const int TurnsPerProbe = 1024; // Some tens of microseconds, every few seconds.

    private readonly MemoryLayer _memory;
    private readonly FlightTable _flights;
    private readonly CacheTally _tally = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _loadDeadline;
    private readonly TimeSpan _staleAfter;
    private readonly TimeSpan _staleRest;

    /// <summary>Creates an empty cache.</summary>
    public LayeredCache(CacheOptions options, CacheMetrics metrics, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        _memory = new MemoryLayer(options, time);
        _flights = new FlightTable(_memory, _tally);
        _time = time;
        _loadDeadline = TimeSpan.FromSeconds(options.LoadSeconds);
        _staleAfter = TimeSpan.FromSeconds(options.StaleAfterSeconds);
        _staleRest = TimeSpan.FromSeconds(options.StaleRestSeconds);
        metrics.Show(Read);
    }

    /// <summary>Entries in memory.</summary>
    public int Count => _memory.Count;

    /// <summary>Bytes in memory.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>
    /// What times to live are multiplied by, for whatever is kept from now on: 1, up to 12 while what is behind the cache
    /// is to be spared. So a value that ends at a certain moment holds that moment itself and does not trust to be forgotten.
    /// </summary>
    public double LifeFactor
    {
        get => _memory.LifeFactor;
        set => _memory.LifeFactor = value;
    }

    /// <summary>A fresh value, if one is known.</summary>
    public bool TryGet<T>(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        var isHit = _memory.Find(key, out value) == Freshness.Fresh;
        _tally.Add(isHit ? CacheEvent.Hit : CacheEvent.Miss);
        return isHit;
    }

    /// <summary>The value, from memory or from <paramref name="load"/>.</summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="life">How long a loaded value is good.</param>
    /// <param name="load">
    /// Loads it. Goes on for others when this caller leaves; its token is cancelled at the load's deadline, which it must heed.
    /// </param>
    /// <param name="cancellation">Lets this caller leave.</param>
    /// <param name="bytesOf">Size of a loaded value; for a string it may be left out.</param>
    /// <exception cref="TimeoutException">The load took too long and no stale value is known.</exception>
    public ValueTask<T> GetOrLoadAsync<T>(
        string key, CacheLife life, Func<CancellationToken, Task<T>> load, CancellationToken cancellation, Func<T, long>? bytesOf = null)
        where T : notnull
    {
        var known = _memory.Find<T>(key, out var value);
        if (known == Freshness.Fresh)
        {
            _tally.Add(CacheEvent.Hit);
            return new ValueTask<T>(value!);
        }

        _tally.Add(CacheEvent.Miss);
        var patience = known == Freshness.Stale ? _staleAfter : Timeout.InfiniteTimeSpan;
        return new ValueTask<T>(LoadAsync(key, life, load, bytesOf, patience, cancellation));
    }

    /// <summary>Keeps a value, and forgets one that is being loaded.</summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="value">Not null.</param>
    /// <param name="life">How long it is good; the time to live is shortened by a jitter that hangs on the key.</param>
    /// <param name="bytes">Size of the value, not negative; for a string it may be left out.</param>
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

    /// <summary>
    /// Forgets every value whose key is meant, and those that are being loaded. Looks at every key, so it is for what is
    /// rare; neither readers nor writers wait for it.
    /// </summary>
    /// <param name="pattern">A key in which <c>*</c> stands for any characters or none: <c>v1:contact:*</c>.</param>
    /// <returns>How many values were in memory.</returns>
    public int RemoveWhere(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _flights.Forget(new KeyPattern(pattern));
        return _memory.RemoveWhere(pattern);
    }

    /// <summary>Forgets what could not be loaded anew in time and is served stale meanwhile. Looks at every key.</summary>
    /// <returns>How many values.</returns>
    public int RemoveStale() => _memory.RemoveStale();

    /// <summary>What it holds and did.</summary>
    public CacheStatistics Read() => new()
    {
        Entries = _memory.Count,
        MaxEntries = _memory.MaxEntries,
        Bytes = _memory.Bytes,
        MaxBytes = _memory.MaxBytes,
        Hits = _tally.Read(CacheEvent.Hit),
        Misses = _tally.Read(CacheEvent.Miss),
        StaleServed = _tally.Read(CacheEvent.StaleServed),
        Loads = _tally.Read(CacheEvent.Load),
        LoadFailures = _tally.Read(CacheEvent.LoadFailure),
        Evicted = _memory.Evicted,
        Expired = _memory.Expired,
    };

    /// <summary>
    /// Keeps and finds a value, to prove that the cache works. Not counted as a request. Asked every few seconds, it also
    /// drops some of what is over, so that this happens when nobody writes.
    /// </summary>
    public bool Probe()
    {
        _memory.ExpireInTurn(TurnsPerProbe);
        var key = CacheKeys.Of("health", "probe");
        var value = _time.GetTimestamp();
        _memory.Set(key, value, CacheLife.Only(TimeSpan.FromMinutes(1)), sizeof(long));

        // A later one is as good: somebody else may be probing.
        return _memory.Find<long>(key, out var found) == Freshness.Fresh && found >= value;
    }

    private async Task<T> LoadAsync<T>(
        string key, CacheLife life, Func<CancellationToken, Task<T>> load, Func<T, long>? bytesOf, TimeSpan patience, CancellationToken cancellation)
        where T : notnull
    {
        T? known = default;
        var flight = _flights.JoinAsync(key, life, () => LoadOnceAsync(load), bytesOf);
        try
        {
            return await flight.WaitAsync(patience, _time, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested && _memory.Find(key, out known) != Freshness.Missing)
        {
            _tally.Add(CacheEvent.StaleServed);
            _memory.Rest(key, _staleRest);
            return known!;
        }
        catch (TimeoutException) when (!flight.IsCompleted)
        {
            // The stale value that was to be served is gone: forgotten, or its time is over.
            return await flight.WaitAsync(cancellation).ConfigureAwait(false);
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
