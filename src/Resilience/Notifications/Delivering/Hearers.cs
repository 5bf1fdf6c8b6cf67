using Relevo.Resilience.Notifications.Causes;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Who knows, or may know, that a cause is not well: they, and nobody else, are told what follows. Guarded by the courier's lock.</summary>
internal sealed class Hearers
{
    private const int MaxCauses = 10_000; // As many as causes are remembered.
    private readonly Dictionary<string, HashSet<Listener>> _byCause = new(StringComparer.Ordinal);

    public void Add(string cause, Listener listener)
    {
        if (_byCause.TryGetValue(cause, out var known))
        {
            known.Add(listener);
        }
        else if (_byCause.Count < MaxCauses)
        {
            _byCause[cause] = [listener];
        }
    }

    public bool Has(string cause, Listener listener) =>
        _byCause.TryGetValue(cause, out var known) ? known.Contains(listener) : _byCause.Count >= MaxCauses; // Rather once too often.

    public void Remove(string cause, Listener listener)
    {
        if (_byCause.TryGetValue(cause, out var known) && known.Remove(listener) && known.Count == 0)
        {
            _byCause.Remove(cause);
        }
    }
}
