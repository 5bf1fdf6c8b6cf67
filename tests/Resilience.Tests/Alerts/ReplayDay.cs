using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Vitals;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>
/// One day through the real monitor, watch of figures, level hold and book of causes, on a clock that moves only while every
/// loop rests. Where nothing happens the clock makes long steps: then components are looked at once a minute.
/// </summary>
internal sealed class ReplayDay : IAsyncDisposable
{
    private const double Close = 0.25; // seconds; the pause between looks at what is in doubt
    private const double Second = 1;
    private const double Far = 30;
    private const double Before = 90; // the windows of figures are full when something happens
    private const double After = 120;
    private const double Fresh = 60; // from then on an outage goes on as it is

    private readonly ManualTime _time = new();
    private readonly ComplaintBook _complaints = new();
    private readonly ReplayOptions _options;
    private readonly IReadOnlyList<Happening> _plan;
    private readonly World _world;
    private readonly Random _calls;
    private readonly HealthMonitor _monitor;
    private readonly VitalWatch _vitals;
    private readonly PageBook _book;
    private readonly Dictionary<Happening, double> _seen = [];
    private readonly int _day;
    private double _lookedAt = -Second;
    private double _calledAt = -Second;

    private ReplayDay(ReplayOptions options, int day, IReadOnlyList<Happening> plan, Random random)
    {
        (_options, _day, _plan, _calls) = (options, day, plan, new Random(random.Next()));
        _world = new World(plan, _time, new Random(random.Next()));
        _book = new PageBook(day, options.Patience);
        var monitor = new HealthMonitorOptions { Times = Parts.Times, Rule = options.Rule, Quiet = options.Quiet, LongestQuiet = options.LongestQuiet };
        _monitor = new HealthMonitor(monitor, _complaints, _time, NullLogger<HealthMonitor>.Instance);
        _vitals = new VitalWatch(Figures.Of(_world, options.WithFresh), _complaints, _time, NullLogger<VitalWatch>.Instance);
        _monitor.Watch([.. Parts.Critical.Select(name => Check(name, true)), .. Parts.Others.Select(name => Check(name, false))]);

        SimulatedCheck Check(string name, bool isCritical) => new(name, isCritical, _world, new Random(random.Next()));
    }

    private bool IsInDoubt => _monitor.Snapshot.Components.Any(c => !c.IsUp || c.State.IsSuspect);

    /// <summary>Replays a day.</summary>
    public static async Task<DayReport> RunAsync(ReplayOptions options, int day)
    {
        var random = new Random(HashCode(options.Seed, day));
        return await RunAsync(options, day, DayPlan.Draw(random, day, options.IncidentsPerDay, options.HarmlessPerDay), random, DayPlan.Day);
    }

    /// <summary>Replays exactly this.</summary>
    public static async Task<DayReport> RunAsync(ReplayOptions options, int day, IReadOnlyList<Happening> plan, Random random, double until)
    {
        await using var replay = new ReplayDay(options, day, plan, random);
        await replay.RunAsync(until);
        return replay.Report();
    }

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    private static int HashCode(int seed, int day) => unchecked((seed * 1_000_003) + day);

    private async Task RunAsync(double until)
    {
        await RestAsync();
        while (_world.Now < until)
        {
            var step = Step();
            _time.Leap(TimeSpan.FromSeconds(step));
            _world.Move(step);
            await RestAsync();
            Work();
            await RestAsync();
            _book.Look(_monitor, _time, _world.Now);
            Note();
        }
    }

    private double Step() =>
        _world.Changes(0, Second) || (IsInDoubt && _world.Changes(Fresh, 0)) ? Close
        : IsInDoubt || _monitor.Snapshot.Level > HealthLevel.Healthy || _world.IsBusy(Before, After) ? Second
        : Far;

    // What the gateway does besides: figures are read every second, the store is probed twice a second, and who works with a
    // component has it looked at when it fails.
    private void Work()
    {
        if (_world.Now - _lookedAt >= Second)
        {
            _lookedAt = _world.Now;
            _vitals.Look();
        }

        if (_world.Now - _calledAt < (_world.Trouble(Parts.Database)?.Hangs == true ? 3 : 1) * Second / 2)
        {
            return;
        }

        _calledAt = _world.Now;
        _monitor.Report(Parts.Database, !_world.Fails(Parts.Database, _calls), "a probe write");
        foreach (var watched in (string[])[Parts.LoadBalancer, Parts.Queue, Parts.Provider, .. Parts.Applications])
        {
            if (_world.Trouble(watched) is { Fails: 1 } && _monitor.Snapshot.Find(watched) is { IsUp: true })
            {
                _monitor.LookSoon(watched);
            }
        }
    }

    // Every loop sleeps on the clock, those whose check hangs in its deadline and no others; what was cancelled has ended.
    private Task RestAsync()
    {
        var loops = Parts.Critical.Count + Parts.Others.Count;
        return _time.WhenAsync(armed => armed.Count == loops + (_monitor.Snapshot.Held is null ? 0 : 1) && armed.Count(IsDeadline) == _world.Hanging).WaitAsync(TimeSpan.FromSeconds(60));

        static bool IsDeadline(TimeSpan requested) => requested == Parts.CriticalDeadline || requested == Parts.OtherDeadline;
    }

    private void Note()
    {
        if (_monitor.Snapshot.Level >= HealthLevel.Critical && _plan.FirstOrDefault(h => _world.Now >= h.From && _world.Now <= h.To + After) is { } now)
        {
            _seen.TryAdd(now, _world.Now - now.From);
        }
    }

    private DayReport Report() => new(_day, [.. _plan.Select(Find)], _book.Pages, _book.Told, _book.FirstTold);

    private Finding Find(Happening happening)
    {
        var page = _book.Pages.FirstOrDefault(p => p.At >= happening.From && p.At <= happening.To);
        return new Finding(happening, _seen.TryGetValue(happening, out var seen) ? seen : null, page?.At - happening.From);
    }
}
