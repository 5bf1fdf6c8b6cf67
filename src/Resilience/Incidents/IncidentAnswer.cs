namespace Relevo.Resilience.Incidents;

/// <summary>What became of something done by hand.</summary>
public enum IncidentAnswer
{
    /// <summary>It is done.</summary>
    Done = 0,

    /// <summary>It was so already.</summary>
    NothingToDo = 1,

    /// <summary>There is no such incident.</summary>
    NotFound = 2,

    /// <summary>The incident is closed.</summary>
    Closed = 3,
}
