using Relevo.Gateway.Health.Readings;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether a webhook posted now would be accepted. What keeps it from that is the store, so it is not counted twice.</summary>
public sealed class WebhookCheck(Readiness readiness) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Webhook;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation) =>
        Task.FromResult(readiness.Refusal() is { } reason
            ? CheckResult.Bad(reason, becauseOf: ComponentNames.Database)
            : CheckResult.Good("a webhook posted now would be accepted"));
}
