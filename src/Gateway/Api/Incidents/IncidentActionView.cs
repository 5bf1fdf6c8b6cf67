namespace Relevo.Gateway.Api.Incidents;

/// <summary>Answer to something done with an incident by hand.</summary>
/// <param name="Success">True.</param>
/// <param name="Message">What was done, or why there was nothing to do.</param>
/// <param name="Saved">True when it is on disk; false when the disk does not take it now, which goes on by itself.</param>
/// <param name="Incident">The incident as it is now.</param>
internal sealed record IncidentActionView(bool Success, string Message, bool Saved, IncidentLine Incident);
