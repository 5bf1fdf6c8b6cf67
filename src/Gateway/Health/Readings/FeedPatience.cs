using System.Collections.Frozen;

namespace Relevo.Gateway.Health.Readings;

/// <summary>For how long each provider repeats a webhook that it could not deliver.</summary>
public static class FeedPatience
{
    // 5+10+20+40+80+160+300+300+300 s between its 10 attempts; what it waits for answers comes on top and is not counted on.
    private static readonly TimeSpan Evolution = TimeSpan.FromSeconds(1215);

    private static readonly FrozenDictionary<string, TimeSpan> ByProvider = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["evolution"] = Evolution,
        ["bird"] = TimeSpan.FromHours(8),
        ["bird-v1"] = TimeSpan.FromHours(8),
        ["messagebird"] = TimeSpan.FromHours(8),
        ["meta"] = TimeSpan.FromDays(7),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The patience of a provider; of one that is not known, the least of all.</summary>
    public static TimeSpan Of(string provider) => ByProvider.GetValueOrDefault(provider, Evolution);

    /// <summary>
    /// Time until the first event is lost, were nothing accepted from now on: the patience of the least patient of these
    /// feeds, less the time for which nothing is accepted already. Without feeds nothing can be lost: positive infinity.
    /// </summary>
    public static double SecondsToLoss(IEnumerable<string> providers, TimeSpan? refusingFor)
    {
        ArgumentNullException.ThrowIfNull(providers);
        var least = providers.Select(p => Of(p).TotalSeconds).DefaultIfEmpty(double.PositiveInfinity).Min();
        return Math.Max(0, least - (refusingFor ?? TimeSpan.Zero).TotalSeconds);
    }
}
