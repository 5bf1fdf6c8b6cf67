namespace Relevo.Resilience.Incidents;

/// <summary>Something happened to an incident that others may want to tell.</summary>
/// <param name="Kind">What.</param>
/// <param name="Incident">The incident as it is now.</param>
public sealed record IncidentChange(IncidentChangeKind Kind, Incident Incident);
