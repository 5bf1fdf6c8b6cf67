namespace Relevo.Gateway.Health.Endpoints;

/// <summary>What a health endpoint answers.</summary>
/// <param name="Status">The level in lower case.</param>
/// <param name="Level">The level in upper case.</param>
/// <param name="Timestamp">When it was judged, UTC.</param>
/// <param name="UptimeSeconds">Whole seconds since the start.</param>
/// <param name="Checks">Components by name.</param>
internal sealed record HealthBody(
    string Status,
    string Level,
    DateTime Timestamp,
    long UptimeSeconds,
    IReadOnlyDictionary<string, CheckBody> Checks);
