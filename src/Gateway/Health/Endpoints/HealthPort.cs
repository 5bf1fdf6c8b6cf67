namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Marks connections of a listener that serves nothing but the health of one component.</summary>
/// <param name="Component">Its name.</param>
internal sealed record HealthPort(string Component);
