namespace Relevo.Resilience.Incidents;

/// <summary>Where an incident stands.</summary>
public enum IncidentState
{
    /// <summary>Nobody has taken it yet.</summary>
    Open = 0,

    /// <summary>Somebody has taken it.</summary>
    Acknowledged = 1,

    /// <summary>It is over.</summary>
    Closed = 2,
}
