using System.Text.Json.Serialization;

namespace Relevo.Wire.Load;

/// <summary>What wrk saw in one run. Latencies are milliseconds, from the moment a request was written.</summary>
internal sealed record WrkResult(double Started, double Seconds, long Answers, long Refused, long Broken, double P50, double P90, double P99, double Max)
{
    /// <summary>Answered with a status below 400.</summary>
    [JsonIgnore]
    public long Accepted => Answers - Refused;

    [JsonIgnore]
    public double Rate => Accepted / Seconds;

    public override string ToString() =>
        FormattableString.Invariant($"{Rate,9:N0}/s  p50 {P50:0.0} ms  p99 {P99:0.0} ms  refused {Refused:N0}  broken {Broken:N0}");
}
