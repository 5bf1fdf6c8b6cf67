namespace Relevo.Resilience.Incidents;

/// <summary>How far people have come with an incident.</summary>
public enum IncidentMark
{
    /// <summary>Somebody looks for the cause.</summary>
    Investigating = 0,

    /// <summary>The cause is found; the note says what it is.</summary>
    Cause = 1,

    /// <summary>It is fixed; the note says how.</summary>
    Fixed = 2,
}
