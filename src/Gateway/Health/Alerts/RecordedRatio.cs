namespace Relevo.Gateway.Health.Alerts;

/// <summary>A share that Prometheus computes once for many alerts.</summary>
/// <param name="Name">The name under which it is stored.</param>
/// <param name="Expression">How it is computed.</param>
internal sealed record RecordedRatio(string Name, string Expression);
