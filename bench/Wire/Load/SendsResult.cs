namespace Relevo.Wire.Load;

/// <summary>What came of a run of sends.</summary>
/// <param name="Rate">Sends that the provider took, and whose receipts the gateway took where there are any, per second.</param>
/// <param name="Receipts">Receipts that the gateway took, per second.</param>
/// <param name="Odd">Sends that were taken from the application and not sent once when everything had drained.</param>
/// <param name="Seconds">Length of the run.</param>
/// <param name="Refused">Requests that were not taken.</param>
internal sealed record SendsResult(double Rate, double Receipts, long Odd, double Seconds, long Refused)
{
    public string Course => FormattableString.Invariant($"{Seconds:0} s, {Refused:N0} requests refused");

    public override string ToString() => FormattableString.Invariant($"{Rate:N0}/s sent, {Receipts:N0} receipts/s, {Odd} odd, {Refused} refused");
}
