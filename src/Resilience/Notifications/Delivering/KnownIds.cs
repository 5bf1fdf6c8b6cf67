namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>The last ids, so that nothing is told under one twice.</summary>
internal sealed class KnownIds
{
    private const int Most = 20_000; // Twice what the store may keep.

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>True when it is new.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Most)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }
}
