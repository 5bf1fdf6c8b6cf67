using System.Runtime.InteropServices;

namespace Relevo.Resilience.Scaling;

/// <summary>What is added to the usual workers at one moment.</summary>
/// <param name="AutomaticPercent">By the autoscaler, percent of the usual ones.</param>
/// <param name="AskedPercent">By playbooks, percent of the usual ones.</param>
/// <param name="AskedWorkers">By people, for each queue.</param>
/// <param name="UntilUtc">When what was asked for is taken away again; null when nothing was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AddedWorkers(int AutomaticPercent, int AskedPercent, int AskedWorkers, DateTimeOffset? UntilUtc)
{
    /// <summary>Workers of a queue that usually has so many, before any bound.</summary>
    public long Of(int usual) => usual + (usual * (long)(AutomaticPercent + AskedPercent) / 100) + AskedWorkers;
}
