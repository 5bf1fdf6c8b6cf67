namespace Relevo.Resilience.Incidents;

/// <summary>The incidents in memory, bounded: the oldest that is closed goes first. Not safe from several threads; its owner holds a lock.</summary>
internal sealed class IncidentShelf
{
    private readonly Dictionary<string, Incident> _byId = new(StringComparer.Ordinal);

    /// <summary>The newest that is not closed; there is at most one but for the moment in which older ones are read.</summary>
    public Incident? Open => _byId.Values.Where(incident => incident.State != IncidentState.Closed).MaxBy(incident => incident.DetectedUtc);

    /// <summary>The newest of all.</summary>
    public Incident? Last => _byId.Values.MaxBy(incident => incident.DetectedUtc);

    public IEnumerable<Incident> Newest() =>
        _byId.Values.OrderByDescending(incident => incident.DetectedUtc).ThenByDescending(incident => incident.Id, StringComparer.Ordinal);

    public bool Contains(string id) => _byId.ContainsKey(id);

    /// <summary>The incident with that id, or the only one whose id begins so.</summary>
    public Incident? Find(string id)
    {
        if (_byId.TryGetValue(id, out var exact) || id.Length == 0)
        {
            return exact;
        }

        var alike = _byId.Values.Where(incident => incident.Id.StartsWith(id, StringComparison.Ordinal)).Take(2).ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    public void Put(Incident incident, int keep)
    {
        _byId[incident.Id] = incident;
        if (_byId.Count > keep && Newest().LastOrDefault(old => old.State == IncidentState.Closed) is { } oldest)
        {
            _byId.Remove(oldest.Id);
        }
    }
}
