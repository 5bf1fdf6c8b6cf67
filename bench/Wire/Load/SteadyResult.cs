namespace Relevo.Wire.Load;

/// <summary>What the constant-rate generator saw. Latencies are milliseconds, from the moment a request was due.</summary>
/// <param name="Due">Requests that fell due.</param>
/// <param name="Accepted">Answered 200.</param>
/// <param name="P50">Half were answered within.</param>
/// <param name="P99">99 of 100 were answered within.</param>
/// <param name="Max">The slowest answer.</param>
/// <param name="OwnP99">99 of 100 requests left the generator at most so late: its own part in the latencies.</param>
internal sealed record SteadyResult(long Due, long Accepted, double P50, double P99, double Max, double OwnP99)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Due:N0} due, {Due - Accepted:N0} not accepted, p50 {P50:0.00} ms, p99 {P99:0.00} ms, max {Max:0.0} ms (generator late by p99 {OwnP99:0.00} ms)");
}
