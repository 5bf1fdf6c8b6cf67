using Relevo.Resilience.Health;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Maintenance that ends with a level.</summary>
/// <param name="Run">The run that turned it on.</param>
/// <param name="Until">The level that must be left for a better one.</param>
internal sealed record HeldMaintenance(string Run, HealthLevel Until);
