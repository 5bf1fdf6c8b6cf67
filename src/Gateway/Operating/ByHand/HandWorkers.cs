namespace Relevo.Gateway.Operating.ByHand;

/// <summary>Workers that were added for a day.</summary>
/// <param name="Percent">So much of the usual ones.</param>
/// <param name="Count">So many for each queue.</param>
/// <param name="UntilUtc">When they are taken away again.</param>
internal sealed record HandWorkers(int Percent, int Count, DateTimeOffset UntilUtc);
