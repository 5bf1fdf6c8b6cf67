using Relevo.Gateway.Operating.Restarts;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What was begun anew.</summary>
/// <param name="Success">False when a part of it failed.</param>
/// <param name="Items">Component by component.</param>
internal sealed record RestartsView(bool Success, IReadOnlyList<RestartedComponent> Items);
