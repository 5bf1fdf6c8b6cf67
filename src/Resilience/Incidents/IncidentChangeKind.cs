namespace Relevo.Resilience.Incidents;

/// <summary>What happened to an incident.</summary>
public enum IncidentChangeKind
{
    /// <summary>It was opened.</summary>
    Opened = 0,

    /// <summary>Its level rose.</summary>
    Raised = 1,

    /// <summary>Its level fell, and not all is well yet.</summary>
    Eased = 2,

    /// <summary>Somebody took it.</summary>
    Acknowledged = 3,

    /// <summary>Somebody noted how far they have come.</summary>
    Marked = 4,

    /// <summary>It is over.</summary>
    Closed = 5,
}
