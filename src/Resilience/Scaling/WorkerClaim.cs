namespace Relevo.Resilience.Scaling;

/// <summary>What there was before a step of a playbook asked for workers: taking them back leads there.</summary>
public sealed class WorkerClaim
{
    internal int PercentBefore { get; set; }

    internal TimeSpan? UntilBefore { get; set; }
}
