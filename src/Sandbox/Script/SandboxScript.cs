using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Relevo.Sandbox.Script;

/// <summary>The rules of a sandbox, and which of its numbers are banned. Safe from any thread, also while calls come in.</summary>
public sealed class SandboxScript
{
    private readonly Lock _gate = new();
    private readonly ulong _seed;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SandboxRule> _banned = new(StringComparer.Ordinal);
    private volatile State _state = new([], HasEarly: false);
    private long _started;
    private ulong _made;

    internal SandboxScript(int seed, TimeProvider time)
    {
        _seed = (ulong)seed;
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>The rules in their order.</summary>
    public IReadOnlyList<SandboxRule> Rules => [.. _state.Rules.Select(rule => rule.Rule)];

    /// <summary>Time since the sandbox was started.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(Interlocked.Read(ref _started));

    /// <summary>Adds a rule behind the others.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public void Add(SandboxRule rule) => Change(rules => rules.Add(Make_NeedsGate(rule)));

    /// <summary>Puts a rule before the others.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public void AddFirst(SandboxRule rule) => Change(rules => rules.Insert(0, Make_NeedsGate(rule)));

    /// <summary>Puts a rule in the place of the one with its name, or behind the others; it counts from the beginning.</summary>
    /// <exception cref="ArgumentException">It contradicts itself, or has no name.</exception>
    public void Put(SandboxRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentException.ThrowIfNullOrEmpty(rule.Name);
        Change(rules => rules.FirstOrDefault(known => known.Rule.Name == rule.Name) is { } known
            ? rules.Replace(known, Make_NeedsGate(rule))
            : rules.Add(Make_NeedsGate(rule)));
    }

    /// <summary>Puts these rules in the place of all there are.</summary>
    /// <exception cref="ArgumentException">One contradicts itself; nothing is changed.</exception>
    public void Replace(IEnumerable<SandboxRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Change(_ => [.. rules.Select(Make_NeedsGate)]);
    }

    /// <summary>Removes the rules of that name; false when there was none. A ban that one of them made stays.</summary>
    public bool Remove(string name)
    {
        var before = _state.Rules.Length;
        Change(rules => rules.RemoveAll(known => known.Rule.Name == name));
        return _state.Rules.Length < before;
    }

    /// <summary>Removes all rules and lifts all bans.</summary>
    public void Clear()
    {
        Change(_ => []);
        _banned.Clear();
    }

    /// <summary>How many calls the rules of that name have matched, before place and probability were looked at.</summary>
    public long CallsOf(string name) => _state.Rules.Where(rule => rule.Rule.Name == name).Sum(rule => rule.Calls);

    /// <summary>Bans a number: it refuses everything from now on.</summary>
    /// <param name="numberKey">The provider's own name of the number.</param>
    public void Ban(string numberKey) => _banned[numberKey] = new SandboxRule { Ban = true };

    /// <summary>Lifts the ban of a number; false when it had none. A rule that still bans it will do so again.</summary>
    public bool Lift(string numberKey) => _banned.TryRemove(numberKey, out _);

    /// <summary>Whether a number is banned now.</summary>
    public bool IsBanned(string numberKey) => BanOf(numberKey) is not null;

    internal void Begin() => Interlocked.Exchange(ref _started, _time.GetTimestamp());

    /// <summary>The rule that bans a number, or null. A ban that is over is forgotten.</summary>
    internal SandboxRule? BanOf(string numberKey)
    {
        if (_banned.IsEmpty || !_banned.TryGetValue(numberKey, out var rule))
        {
            return null;
        }

        if (rule.Until is { } until && Elapsed >= until)
        {
            _banned.TryRemove(KeyValuePair.Create(numberKey, rule));
            return null;
        }

        return rule;
    }

    /// <summary>Bans a number by a rule; false when it was banned already.</summary>
    internal bool Ban(string numberKey, SandboxRule rule) => _banned.TryAdd(numberKey, rule);

    /// <summary>Whether a rule breaks this call off before its body is read.</summary>
    internal bool BreaksEarly(string provider, string numberKey)
    {
        var state = _state;
        if (!state.HasEarly)
        {
            return false;
        }

        var facts = new CallFacts(provider, numberKey, Recipient: null, Type: null, IsMessage: true, Elapsed);
        foreach (var rule in state.Rules)
        {
            if (IsEarly(rule) && rule.TryMatch(facts, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the rules say about a call.</summary>
    internal Decision Judge(in CallFacts facts)
    {
        TimeSpan? latency = null;
        SandboxRule? answer = null;
        SandboxReceipts? receipts = null;
        foreach (var state in _state.Rules)
        {
            if (IsEarly(state) || !state.TryMatch(facts, out var place))
            {
                continue;
            }

            var rule = state.Rule;
            latency ??= rule.Latency is null ? null : state.LatencyOf(place);
            answer ??= rule.HasAnswer ? rule : null;
            receipts ??= rule.Receipts;
        }

        return new Decision(latency ?? TimeSpan.Zero, answer, receipts);
    }

    private static bool IsEarly(RuleState rule) => rule.Rule.Fault == SandboxFault.ResetBeforeReading;

    private void Change(Func<ImmutableArray<RuleState>, ImmutableArray<RuleState>> change)
    {
        lock (_gate)
        {
            var rules = change(_state.Rules);
            _state = new State(rules, rules.Any(IsEarly));
        }
    }

    private RuleState Make_NeedsGate(SandboxRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var problems = RuleCheck.Problems(rule).ToList();
        return problems.Count == 0
            ? new RuleState(rule, (_seed << 32) + ++_made)
            : throw new ArgumentException(string.Join("; ", problems.Select(problem => $"{problem.Path}: {problem.Problem}")), nameof(rule));
    }

    private sealed record State(ImmutableArray<RuleState> Rules, bool HasEarly);
}
