using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>Receipts that came before their send's own answer told us the provider's id. Bounded; those of sends that are not ours age away.</summary>
internal sealed class EarlyReceipts(TimeProvider time)
{
    private const int MaxReceipts = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<TraceEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly Queue<(string ProviderKey, long At)> _ages = new();

    public void Add(string providerKey, TraceEntry receipt)
    {
        lock (_gate)
        {
            while (_ages.TryPeek(out var oldest) && (_ages.Count >= MaxReceipts || time.GetElapsedTime(oldest.At) > Life))
            {
                _ages.Dequeue();
                _byKey.Remove(oldest.ProviderKey);
            }

            if (!_byKey.TryGetValue(providerKey, out var receipts))
            {
                _byKey[providerKey] = receipts = [];
            }

            receipts.Add(receipt);
            _ages.Enqueue((providerKey, time.GetTimestamp()));
        }
    }

    /// <summary>The receipts of a provider's id, which are not kept any more.</summary>
    public IReadOnlyList<TraceEntry> Take(string providerKey)
    {
        lock (_gate)
        {
            return _byKey.Remove(providerKey, out var receipts) ? receipts : [];
        }
    }
}
