namespace Relevo.Gateway.Health.Endpoints;

/// <summary>One component as a health endpoint shows it.</summary>
/// <param name="Status"><c>pass</c> or <c>fail</c>.</param>
/// <param name="Message">What the last check found.</param>
/// <param name="DurationMs">Time that it took.</param>
internal sealed record CheckBody(string Status, string Message, double DurationMs);
