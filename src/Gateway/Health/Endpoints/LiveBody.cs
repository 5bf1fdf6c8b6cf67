namespace Relevo.Gateway.Health.Endpoints;

/// <summary>The process runs.</summary>
internal sealed record LiveBody(bool Alive);
