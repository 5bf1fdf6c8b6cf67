using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Relevo.Gateway.Ingress;

/// <summary>
/// Sums by label that are kept here and read by whoever collects: for what happens with every webhook, a fraction of the
/// cost of telling the collector of each step. Keys come from the settings and from words of ours, so there are few.
/// </summary>
internal sealed class Tallies<TKey>(Func<TKey, KeyValuePair<string, object?>[]> labels)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, StrongBox<long>> _sums = new();

    public void Add(TKey key) => Interlocked.Increment(ref _sums.GetOrAdd(key, static _ => new StrongBox<long>()).Value);

    public IEnumerable<Measurement<long>> Read() =>
        _sums.Select(each => new Measurement<long>(Volatile.Read(ref each.Value.Value), labels(each.Key)));
}
