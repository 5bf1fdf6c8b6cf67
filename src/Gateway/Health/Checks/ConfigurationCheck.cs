using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether the settings file is what is in force. What is wrong with it may quote it, so that stays in the log.</summary>
/// <param name="problem">Why the file is not in force, or null; must answer at once.</param>
/// <param name="needRestart">Changed sections that wait for a restart.</param>
public sealed class ConfigurationCheck(Func<string?> problem, Func<IReadOnlyList<string>>? needRestart = null) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Configuration;

    /// <inheritdoc />
    public bool IsCritical => false;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation) =>
        Task.FromResult(problem() is null
            ? CheckResult.Good(needRestart?.Invoke() is { Count: > 0 } sections
                ? $"changes of {string.Join(", ", sections)} wait for a restart, the other settings in force are those that were given"
                : "the settings in force are those that were given")
            : CheckResult.Bad("the changed settings file has errors, the settings before it stay in force; the log and \"gateway config check\" tell which"));
}
