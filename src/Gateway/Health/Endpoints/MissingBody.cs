namespace Relevo.Gateway.Health.Endpoints;

/// <summary>There is no such component.</summary>
internal sealed record MissingBody(string Error, string Message);
