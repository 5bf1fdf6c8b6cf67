using System.Globalization;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Causes;

/// <summary>
/// Decides what of all that is reported is told: each change of a cause once, a cause that comes and goes as one summary,
/// what falls into planned work not until its end. Pure but for its memory: the time is passed in. Not safe from several threads.
/// </summary>
internal sealed class CauseBook
{
    private const int MaxCauses = 10_000; // Beyond, what is new is told without being remembered.
    private const string ComesAndGoes = "comes and goes";

    private readonly Dictionary<string, CauseState> _states = new(StringComparer.Ordinal);

    public FlapOptions Flaps { get; set; } = new();

    private TimeSpan Window => TimeSpan.FromMinutes(Flaps.WindowMinutes);

    /// <summary>Judges one notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="now">This moment, on a clock that only goes forward.</param>
    /// <param name="quietBy">What keeps a level quiet now, or null.</param>
    /// <returns>Null when there is nothing new in it.</returns>
    public Verdict? Judge(Notice notice, TimeSpan now, Func<HealthLevel, string?> quietBy)
    {
        var state = _states.GetValueOrDefault(notice.Cause);
        switch (notice.Kind)
        {
            case NoticeKind.ByHand:
                return new Verdict(notice, notice.Level);
            case NoticeKind.Escalation or NoticeKind.Addition:
                Raise(state ?? Add(notice.Cause, new CauseState { Level = notice.Level }), notice.Level);
                return new Verdict(notice, notice.Level);
            case NoticeKind.Acknowledgement:
                return state is { Told: > HealthLevel.Healthy } ? new Verdict(notice, state.Told, [.. state.Listeners]) : null;
            default:
                return Change(notice, state, now, quietBy);
        }
    }

    /// <summary>What falls due without a notice: causes that have settled, and what stands after planned work.</summary>
    public IReadOnlyList<Verdict> Due(TimeSpan now, Func<HealthLevel, string?> quietBy)
    {
        var due = new List<Verdict>();
        foreach (var (cause, state) in _states)
        {
            if (state.IsFlapping && now - state.LastChange >= Window)
            {
                due.Add(Settled(state, quietBy));
            }
            else if (state is { IsFlapping: false, Muted: { } muted } && quietBy(state.Level) is null)
            {
                state.Muted = null;
                Raise(state, state.Level);
                due.Add(new Verdict(muted with { Summary = "Stands after planned work: " + muted.Summary }, state.Level));
            }
            else if (state.IsForgotten(now - Window))
            {
                _states.Remove(cause);
            }
        }

        return due;
    }

    /// <summary>When <see cref="Due"/> may next have something of its own; null when nothing comes and goes.</summary>
    public TimeSpan? NextDue() =>
        _states.Values.Where(s => s.IsFlapping).Select(s => (TimeSpan?)(s.LastChange + Window)).Min();

    /// <summary>Remembers who was told, so that they are told when it is over.</summary>
    public void Heard(string cause, IEnumerable<Listener> listeners) => _states.GetValueOrDefault(cause)?.Listeners.UnionWith(listeners);

    /// <summary>Takes up what an earlier process knew of a cause; what this one knows of it goes before.</summary>
    public void Restore(string cause, CauseState state)
    {
        if (!_states.ContainsKey(cause))
        {
            Add(cause, state);
        }
    }

    private static void Raise(CauseState state, HealthLevel told)
    {
        state.Told = told > state.Told ? told : state.Told;
        state.FlapTold = state.IsFlapping && told > state.FlapTold ? told : state.FlapTold;
    }

    // What calls nobody out says where the cause stands; what does says it by its level.
    private static bool IsKnown(Notice notice, HealthLevel told) =>
        notice is { OnlyIfWorse: true, Kind: NoticeKind.Alarm } && (notice.Level < HealthLevel.Critical ? notice.Stands ?? notice.Level : notice.Level) <= told;

    private static string Quiet(string window) => $"planned work ({window})";

    private CauseState Add(string cause, CauseState state)
    {
        if (_states.Count < MaxCauses)
        {
            _states[cause] = state;
        }

        return state;
    }

    private Verdict? Change(Notice notice, CauseState? state, TimeSpan now, Func<HealthLevel, string?> quietBy)
    {
        var level = notice.Kind == NoticeKind.Recovery ? HealthLevel.Healthy : notice.Level;
        var change = notice.Change ?? LevelWords.Of(level);
        if ((state?.IsAt(level, change) ?? level == HealthLevel.Healthy) || (state is not null && IsKnown(notice, state.Told)))
        {
            return null;
        }

        state ??= Add(notice.Cause, new CauseState());
        var before = state.Level;
        var begins = state.Enter(notice, level, change, now, Flaps.Changes, Window);
        if (level == HealthLevel.Healthy && state.Told >= HealthLevel.Critical)
        {
            return Recovered(notice, state); // Who was called out learns at once that it is over, however often it comes and goes.
        }

        return begins ? Begins(state, before, quietBy)
            : state.IsFlapping && level <= state.FlapTold ? null
            : level == HealthLevel.Healthy ? Recovered(notice, state)
            : Alarm(notice, state, level, quietBy);
    }

    private static Verdict Recovered(Notice notice, CauseState state)
    {
        var told = state.Told;
        state.FlapTold = state.IsFlapping && told > state.FlapTold ? told : state.FlapTold;
        var listeners = state.TakeListeners();
        return new Verdict(
            notice with { Kind = NoticeKind.Recovery },
            told,
            listeners,
            told == HealthLevel.Healthy ? "nobody was told that it was wrong" : null);
    }

    private static Verdict Alarm(Notice notice, CauseState state, HealthLevel level, Func<HealthLevel, string?> quietBy)
    {
        var alarm = notice with { Kind = NoticeKind.Alarm, Level = level };
        if (quietBy(level) is { } window)
        {
            state.Muted = alarm;
            return new Verdict(alarm, level, [], Quiet(window));
        }

        state.Muted = null;
        Raise(state, level);
        return new Verdict(alarm, level);
    }

    private Verdict Begins(CauseState state, HealthLevel before, Func<HealthLevel, string?> quietBy)
    {
        var worst = new[] { state.Level, before, state.Told }.Max();
        var text = string.Create(CultureInfo.InvariantCulture, $"Comes and goes: {state.FlapChanges} changes within {Flaps.WindowMinutes:0.#} min, now {state.Stands}. More when it has settled. {state.Last!.Summary}");
        return Alarm(state.Last with { Summary = text, Change = ComesAndGoes }, state, worst, quietBy);
    }

    private static Verdict Settled(CauseState state, Func<HealthLevel, string?> quietBy)
    {
        var minutes = (state.LastChange - state.FlapSince).TotalMinutes;
        var text = string.Create(CultureInfo.InvariantCulture, $"Has settled at {state.Stands} after {state.FlapChanges} changes in {minutes:0.#} min. {state.Last!.Summary}");
        state.Settle();
        var notice = state.Last with { Summary = text, Change = state.Change };
        return state.Level == HealthLevel.Healthy ? Recovered(notice, state) : Alarm(notice, state, state.Level, quietBy);
    }
}
