namespace Relevo.Gateway.Api.Incidents;

/// <summary>Incidents, newest first.</summary>
internal sealed record IncidentsView(IReadOnlyList<IncidentLine> Items);
