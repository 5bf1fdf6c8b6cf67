using Relevo.Wire.Load;
using Relevo.Wire.Roles;

namespace Relevo.Wire.Phases;

/// <summary>One run through the gateway to the application.</summary>
/// <param name="Load">What the generator saw.</param>
/// <param name="Arrived">What the application saw.</param>
/// <param name="Accepted">What the gateway counts as accepted, requests included whose answer the generator did not wait for.</param>
/// <param name="Backlog">What was accepted and not delivered when the load ended.</param>
/// <param name="CpuSeconds">What the gateway used.</param>
internal sealed record WholeWayRun(WrkResult Load, AppStats Arrived, long Accepted, long Backlog, double CpuSeconds)
{
    public double Rate => WholeWay.Rate(Arrived, Load);

    public long Lost => Accepted - Arrived.Unique;

    public double CpuMicroseconds => CpuSeconds / Math.Max(1, Accepted) * 1e6;

    public override string ToString() => FormattableString.Invariant(
        $"{Rate,9:N0}/s  accepted {Accepted:N0}, arrived {Arrived.Unique:N0}, again {Arrived.Repeated:N0}; behind at the end of load {Backlog:N0}; answers p50 {Load.P50:0.0} p99 {Load.P99:0.0} ms; {CpuMicroseconds:0} µs CPU each");
}
