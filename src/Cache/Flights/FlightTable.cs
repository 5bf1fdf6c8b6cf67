using Relevo.Cache.Layers;

namespace Relevo.Cache.Flights;

/// <summary>Loads under way, by key: who asks for a key that is being loaded waits for that load instead of starting one.</summary>
internal sealed class FlightTable(MemoryLayer memory, CacheTally tally)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _byKey = new(StringComparer.Ordinal);

    /// <summary>Joins the load of this key, or starts it apart from the caller, who may leave without ending it.</summary>
    public Task<T> JoinAsync<T>(string key, CacheLife life, Func<Task<T>> load, Func<T, long>? bytesOf)
        where T : notnull
    {
        TaskCompletionSource<T> flight;
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known) && known is Task<T> same)
            {
                return same;
            }

            // The load before this one may have landed after the caller's look.
            if (memory.Find<T>(key, out var landed) == Freshness.Fresh)
            {
                return Task.FromResult(landed!);
            }

            flight = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _byKey[key] = flight.Task;
        }

        tally.Add(CacheEvent.Load);
        _ = Task.Run(() => FlyAsync(key, life, flight, load, bytesOf));
        return flight.Task;
    }

    /// <summary>Lets nobody join the load of this key any more, and drops its value for all but those who wait.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _byKey.Remove(key);
        }
    }

    /// <summary>Forgets the loads of all keys that are meant.</summary>
    public void Forget(KeyPattern pattern)
    {
        lock (_gate)
        {
            foreach (var key in _byKey.Keys)
            {
                if (pattern.IsMatch(key))
                {
                    _byKey.Remove(key); // A dictionary lets its keys be removed while they are walked over.
                }
            }
        }
    }

    private async Task FlyAsync<T>(string key, CacheLife life, TaskCompletionSource<T> flight, Func<Task<T>> load, Func<T, long>? bytesOf)
        where T : notnull
    {
        try
        {
            var value = await load().ConfigureAwait(false);
            var bytes = bytesOf?.Invoke(value) ?? 0;
            Land(key, flight.Task, () => memory.Set(key, value, life, bytes));
            flight.SetResult(value);
        }
        catch (Exception failure)
        {
            tally.Add(CacheEvent.LoadFailure);
            Land(key, flight.Task, static () => { });
            flight.SetException(failure);
            _ = flight.Task.Exception; // Observed, should nobody wait any more.
        }
    }

    // Under the lock, so that a value that was forgotten meanwhile is not kept, and nobody finds neither flight nor value.
    private void Land(string key, Task flight, Action keep)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known) && known == flight)
            {
                keep();
                _byKey.Remove(key);
            }
        }
    }
}
