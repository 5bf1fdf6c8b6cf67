using Relevo.Sandbox.Calls;

namespace Relevo.Sandbox.Script;

/// <summary>A rule at work: it counts the calls that it matches, and draws.</summary>
internal sealed class RuleState(SandboxRule rule, ulong seed)
{
    private readonly string? _recipient = rule.Recipient is { } exact && !exact.EndsWith('*') ? Phones.Normalise(exact) : null;
    private readonly string? _prefix = rule.Recipient is { } prefix && prefix.EndsWith('*') ? Plus(prefix[..^1]) : null;
    private readonly string? _provider = rule.Provider ?? ProviderOf(rule);
    private long _calls;

    public SandboxRule Rule { get; } = rule;

    /// <summary>Calls that matched all but place and draw.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Whether the rule holds for this call, which it counts.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="place">Which of the calls it matches this one is; for draws.</param>
    public bool TryMatch(in CallFacts facts, out long place)
    {
        place = 0;
        if (!IsAbout(facts))
        {
            return false;
        }

        place = Interlocked.Increment(ref _calls);
        return place >= Rule.From && (Rule.To is not { } to || place <= to) && Draw(place, stream: 0) < Rule.Probability;
    }

    /// <summary>The time that the rule lets the call wait.</summary>
    public TimeSpan LatencyOf(long place) =>
        Rule is { Latency: { } from, LatencyTo: { } to } ? from + ((to - from) * Draw(place, stream: 1)) : Rule.Latency ?? TimeSpan.Zero;

    private bool IsAbout(in CallFacts facts) =>
        (_provider is null || _provider == facts.Provider)
        && (Rule.Number is null || Rule.Number == facts.Number)
        && (Rule.After is not { } after || facts.Elapsed >= after)
        && (Rule.Until is not { } until || facts.Elapsed < until)
        && (Rule.Type is null ? facts.IsMessage : Rule.Type == facts.Type)
        && (_recipient is null || _recipient == facts.Recipient)
        && (_prefix is null || facts.Recipient?.StartsWith(_prefix, StringComparison.Ordinal) == true);

    // Evenly from 0 to 1, the same for the same seed and place (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
    private double Draw(long place, ulong stream)
    {
        var state = seed + ((((ulong)place * 2) + stream) * 0x9E3779B97F4A7C15);
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return ((state ^ (state >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private static string Plus(string prefix) => prefix.Length > 0 && char.IsAsciiDigit(prefix[0]) ? "+" + prefix : prefix;

    private static string? ProviderOf(SandboxRule rule) => rule switch
    {
        { MetaCode: not null } => Relevo.Providers.ProviderNames.Meta,
        { EvolutionError: not null } => Relevo.Providers.ProviderNames.Evolution,
        { BirdCode: not null } => Relevo.Providers.ProviderNames.BirdV1,
        _ => null,
    };
}
