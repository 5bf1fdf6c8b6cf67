using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>Adds up what several wishes say, each thing once and in bounded number.</summary>
internal static class Merged
{
    public static IReadOnlyList<string> Texts(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        [.. first.Concat(second).Select(text => PlainText.Of(text)).Distinct(StringComparer.Ordinal).Take(LiveRun.MaxReasons)];

    /// <summary>The wish that holds both: the worse level runs, and with it what the other wanted.</summary>
    public static PlaybookTrigger Triggers(PlaybookTrigger? first, PlaybookTrigger second) => first is null
        ? second with { Reasons = Texts([], second.Reasons), Components = Texts([], second.Components) }
        : new PlaybookTrigger(
            first.Level > second.Level ? first.Level : second.Level,
            Texts(first.Reasons, second.Reasons),
            Texts(first.Components, second.Components),
            first.IsByHand || second.IsByHand,
            Trouble(first, second));

    // An escalation is over once the level is left whose playbook failed; a wish for a better level has no say.
    private static HealthLevel Trouble(PlaybookTrigger first, PlaybookTrigger second)
    {
        var (worse, other) = first.Level >= second.Level ? (first, second) : (second, first);
        return worse.Level == other.Level && other.Trouble < worse.Trouble ? other.Trouble : worse.Trouble;
    }
}
