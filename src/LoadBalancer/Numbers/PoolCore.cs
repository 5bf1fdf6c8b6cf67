using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Numbers.Saved;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// What the parts of the pool share: one lock, one clock, the numbers. One lock is enough: everything under it is counted in
/// nanoseconds, nothing under it calls out or waits, and what is decided in one piece cannot contradict itself.
/// </summary>
internal sealed class PoolCore : IDisposable
{
    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, PooledNumber> _byName = FrozenDictionary<string, PooledNumber>.Empty;
    private volatile PooledNumber[] _numbers = [];
    private volatile PlacementBoard _board = new([]);
    private volatile LoadBalancerOptions _options;
    private double _rateFactor = 1;

    public PoolCore(LoadBalancerOptions options, IPoolStore store, TimeProvider time, ILogger logger)
    {
        _options = options;
        Logger = logger;
        Clock = new PoolClock(time);
        Announcer = new Announcer(logger);
        Saver = new StateSaver(this, store, time);
        Wake = new WakeClock(time, () => Woken?.Invoke());
    }

    public ILogger Logger { get; }

    public PoolClock Clock { get; }

    public Announcer Announcer { get; }

    public StateSaver Saver { get; }

    public WakeClock Wake { get; }

    /// <summary>Called by the timer behind all lines.</summary>
    public Action? Woken { get; set; }

    public PairPacer Pairs { get; } = new();

    public LoadBalancerOptions Options
    {
        get => _options;
        set => _options = value;
    }

    public double RateFactor
    {
        get => Volatile.Read(ref _rateFactor);
        set => Volatile.Write(ref _rateFactor, value);
    }

    /// <summary>What is known of numbers that are not configured just now: settings that lose a number by mistake must not give it a new day.</summary>
    public Dictionary<string, (SavedNumber Number, SavedPool From)> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>Set by operators: backups are used like primaries.</summary>
    public bool AreBackupsActive { get; set; }

    /// <summary>True once it stops: nothing is granted or told any more.</summary>
    public bool IsStopped { get; set; }

    /// <summary>All numbers; read without the lock.</summary>
    public PooledNumber[] Numbers => _numbers;

    /// <summary>Read without the lock; replaced under it.</summary>
    public PlacementBoard Board
    {
        get => _board;
        set => _board = value;
    }

    public PooledNumber? Find(string name) => _byName.GetValueOrDefault(name);

    public void SetNumbers_NeedsGate(IReadOnlyList<PooledNumber> numbers)
    {
        _numbers = [.. numbers];
        _byName = numbers.ToFrozenDictionary(number => number.Name, StringComparer.Ordinal);
    }

    /// <summary>Takes the lock until the scope is disposed; what was decided in it is told then.</summary>
    public PoolScope Enter()
    {
        _gate.Enter();
        return new PoolScope(this);
    }

    public void Exit()
    {
        (int Version, byte[] State)? save = null;
        List<Happening>? happenings = null;
        try
        {
            save = Saver.TryBegin_NeedsGate(Clock.Now);
            happenings = Announcer.Take_NeedsGate();
            if (!IsStopped)
            {
                Wake.Arm_NeedsGate(Clock.Now);
            }
        }
        finally
        {
            _gate.Exit();
        }

        if (save is { } begun)
        {
            Saver.Run(begun.Version, begun.State);
        }

        Announcer.Tell(happenings);
    }

    public void Notice_NeedsGate(PoolNoticeKind kind, NoticeSeverity severity, PooledNumber? number, string text) =>
        Announcer.Notice_NeedsGate(new PoolNotice(kind, severity, number?.Name, text));

    /// <summary>The same, but of one kind and number only once in a while.</summary>
    public void NoticeNowAndThen_NeedsGate(PoolNoticeKind kind, NoticeSeverity severity, PooledNumber number, string text, TimeSpan pause)
    {
        var now = Clock.Now;
        if (!number.NoticedAt.TryGetValue(kind, out var last) || now - last >= pause.Ticks)
        {
            number.NoticedAt[kind] = now;
            Notice_NeedsGate(kind, severity, number, text);
        }
    }

    /// <summary>A number can be used more or less than before: shows it, counts fair shares anew, saves it.</summary>
    public void Changed_NeedsGate(PooledNumber number)
    {
        Show_NeedsGate(number, Clock.Now);
        foreach (var tier in Board.Tiers)
        {
            tier.Recount();
        }

        Saver.Touch_NeedsGate(isUrgent: false);
    }

    public void Show_NeedsGate(PooledNumber number, long now) => number.Show(now, Clock.Today, Options, RateFactor);

    public void Dispose() => Wake.Dispose();
}
