using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Gateway.Operating;

/// <summary>The incidents as the ladder of people sees them: no worse than what people are told, so that a blip does not climb it.</summary>
internal sealed class CalledOutIncidents(IncidentBook incidents, LevelNotices notices) : IIncidentBook
{
    private readonly IIncidentBook _incidents = incidents;

    public IReadOnlyList<IncidentFacts> Open()
    {
        var told = notices.Told;
        return [.. _incidents.Open().Select(facts => facts.Level > told ? facts with { Level = told } : facts)];
    }

    public void Told(string incident, RungTold told) => _incidents.Told(incident, told);
}
