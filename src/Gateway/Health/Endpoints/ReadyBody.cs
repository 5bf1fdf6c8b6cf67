namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Whether a webhook would be accepted now, and why not.</summary>
internal sealed record ReadyBody(bool Ready, string? Reason);
