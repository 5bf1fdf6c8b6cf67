using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether an application takes its events.</summary>
public sealed class ApplicationCheck(string application, IApplicationHealth applications) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Application(application);

    /// <inheritdoc />
    public bool IsCritical => false;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation) =>
        Task.FromResult(applications.Trouble(application) is { } trouble
            ? CheckResult.Bad(trouble)
            : CheckResult.Good("takes its events, as far as they were tried"));
}
