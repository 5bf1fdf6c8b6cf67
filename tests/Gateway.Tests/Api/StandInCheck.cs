using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Api;

/// <summary>A component that is always well.</summary>
internal sealed class StandInCheck(string name) : IHealthCheck
{
    public string Name => name;

    public bool IsCritical => true;

    public Task<CheckResult> CheckAsync(CancellationToken cancellation) => Task.FromResult(CheckResult.Good("it works"));
}
