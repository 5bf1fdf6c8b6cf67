namespace Relevo.Resilience.Health;

/// <summary>Finds out whether one component does its work.</summary>
public interface IHealthCheck
{
    /// <summary>Name of the component as operators know it.</summary>
    string Name { get; }

    /// <summary>True when nothing works without it.</summary>
    bool IsCritical { get; }

    /// <summary>
    /// Looks once. Never runs twice at a time. The token is cancelled at the deadline; a check that goes on all the same
    /// is left alone and counts as failed until it ends.
    /// </summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellation);
}
