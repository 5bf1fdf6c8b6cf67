namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>Where incidents are kept, as far as an escalation goes. Safe from any thread; neither method blocks for long.</summary>
public interface IIncidentBook
{
    /// <summary>The incidents that are not resolved.</summary>
    IReadOnlyList<IncidentFacts> Open();

    /// <summary>Remembers, also over a restart, that a rung was told.</summary>
    void Told(string incident, RungTold told);
}
