using System.Collections.Concurrent;

namespace Relevo.Resilience.Health;

/// <summary>The complaints that stand now. Safe from any thread.</summary>
public sealed class ComplaintBook
{
    private readonly ConcurrentDictionary<string, Complaint> _bySource = new(StringComparer.Ordinal);

    /// <summary>Raised after a complaint came or went, on the thread that raised or withdrew it.</summary>
    public event Action? Changed;

    /// <summary>Enters a complaint; an older one of the same source is replaced.</summary>
    public void Raise(Complaint complaint)
    {
        ArgumentNullException.ThrowIfNull(complaint);
        if (_bySource.TryGetValue(complaint.Source, out var known) && known == complaint)
        {
            return;
        }

        _bySource[complaint.Source] = complaint;
        Changed?.Invoke();
    }

    /// <summary>Takes back the complaint of this source, if there is one.</summary>
    public void Withdraw(string source)
    {
        if (_bySource.TryRemove(source, out _))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>All of them, by source.</summary>
    public IReadOnlyList<Complaint> List() =>
        [.. _bySource.Values.OrderBy(c => c.Source, StringComparer.Ordinal)];
}
