using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Tests.Records;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>An engine with actions that obey the test, and a clock that stands still.</summary>
internal sealed class PlaybookBed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, FakeAction> _actions = new(StringComparer.Ordinal);
    private readonly ILoggerFactory _loggers;

    public PlaybookBed(MemoryRecords? records = null)
    {
        Records = records ?? new MemoryRecords();
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log));
        Options = new PlaybooksOptions { Degraded = new PlaybookOptions(), Critical = new PlaybookOptions(), Emergency = new PlaybookOptions() };
        string[] names = ["first", "second", "third", "worst"];
        Engine = new PlaybookEngine(() => Options, new PlaybookActions(names.Select(Action)), Records, HasRecoveredNow, Time, _loggers.CreateLogger<PlaybookEngine>());
        Engine.News += News.Enqueue;
        Engine.Escalated += Escalations.Enqueue;
    }

    public ManualTime Time { get; } = new();

    public MemoryRecords Records { get; }

    public LogList Log { get; } = new();

    public PlaybooksOptions Options { get; }

    public PlaybookEngine Engine { get; }

    public ConcurrentQueue<PlaybookNews> News { get; } = new();

    public ConcurrentQueue<PlaybookEscalation> Escalations { get; } = new();

    /// <summary>Whether a level has recovered; false unless the test says so.</summary>
    public Func<HealthLevel, bool> HasRecovered { get; set; } = _ => false;

    public static PlaybookTrigger Wish(HealthLevel level, string reason = "store: disk full", bool byHand = false) => new(level, [reason], ["store"], byHand);

    public FakeAction Action(string name) => _actions.GetOrAdd(name, static n => new FakeAction(n));

    public PlaybookBed With(HealthLevel level, params StepOptions[] steps)
    {
        Options.Of(level)!.Steps = steps;
        return this;
    }

    public TriggerAnswer Trigger(HealthLevel level, string reason = "store: disk full", bool byHand = false) => Engine.Trigger(Wish(level, reason, byHand));

    /// <summary>Waits until some timer of that time is armed, and moves the clock over it.</summary>
    public async Task PassAsync(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        await Time.WhenAsync(armed => armed.Contains(span)).WaitAsync(Patience);
        Time.Advance(span);
    }

    /// <summary>The runs, newest first, once so many have ended.</summary>
    public async Task<IReadOnlyList<PlaybookRun>> EndedAsync(int count = 1)
    {
        await Until.TrueAsync(() => News.Count(news => news.Step is null && news.Run.State != RunState.Running) >= count, "the end of a run");
        return await Engine.ListAsync(100, CancellationToken.None);
    }

    public async Task<PlaybookRun> RunAsync(HealthLevel level)
    {
        Engine.Start();
        Trigger(level);
        return (await EndedAsync())[0];
    }

    public async Task FlushAsync()
    {
        var flushing = Engine.FlushAsync(CancellationToken.None);
        await Until.TrueAsync(() => flushing.IsCompleted, "the saving of runs", () => Time.Advance(TimeSpan.FromSeconds(1)));
        await flushing;
    }

    public async ValueTask DisposeAsync()
    {
        Records.Mend();
        var disposing = Engine.DisposeAsync().AsTask();
        await Until.TrueAsync(() => disposing.IsCompleted, "the end of the engine", () => Time.Advance(TimeSpan.FromSeconds(1)));
        await disposing;
        _loggers.Dispose();
    }

    private bool HasRecoveredNow(HealthLevel level) => HasRecovered(level);
}
