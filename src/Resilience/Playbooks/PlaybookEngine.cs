using System.Globalization;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks.Engine;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Playbooks;

/// <summary>
/// Runs the playbook of a level, one at a time, on a loop of its own, and records every step. Wishes for the same level
/// join; a worse level takes over. Actions may hang, block, throw or ignore their cancellation: the loop comes back all the
/// same. Nothing here throws to its callers or makes them wait, and no lock is held while an action runs.
/// </summary>
public sealed class PlaybookEngine : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly Func<PlaybooksOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _process = Guid.NewGuid().ToString("N")[..8];
    private readonly RunBook _book;
    private readonly TriggerBox _box;
    private readonly RecoveryQuestion _recovery;
    private readonly PlaybookRunner _runner;
    private readonly Lock _lives = new();
    private volatile LoopLife? _life;
    private long _runs;
    private volatile bool _isStopped;

    /// <summary>Creates it; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="options">The settings in force, read at the begin of each run; must not block.</param>
    /// <param name="actions">What steps can do.</param>
    /// <param name="records">Where runs are kept.</param>
    /// <param name="hasRecovered">Whether a level has been left for a better one; must not block.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public PlaybookEngine(Func<PlaybooksOptions> options, PlaybookActions actions, IRecordStore records, Func<HealthLevel, bool> hasRecovered, TimeProvider time, ILogger<PlaybookEngine> logger)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _options = options;
        _time = time;
        _logger = new QuietLogger(logger);
        _book = new RunBook(records, () => _options().KeptRuns, _process, time, _logger);
        _box = new TriggerBox(time);
        var hanging = new HangingCalls();
        _recovery = new RecoveryQuestion(hasRecovered, hanging, time);
        _runner = new PlaybookRunner(new StepRunner(actions, hanging, time, _logger), _recovery, time);
    }

    /// <summary>Raised when a run begins, when a step of it ends, and when it ends, on the engine's loop. Must not block.</summary>
    public event Action<PlaybookNews>? News;

    /// <summary>Raised when a playbook failed and its level has not recovered, on the engine's loop. Must not block.</summary>
    public event Action<PlaybookEscalation>? Escalated;

    /// <summary>The run under way, or null.</summary>
    public PlaybookRun? Current => _box.Current?.Now;

    /// <summary>True when the loop should have moved and has not: it hangs, or has ended. A long step is no reason. For <see cref="Supervision"/>.</summary>
    public bool IsOverdue => !_isStopped && _life is { } life && (life.Loop.IsCompleted || life.Heart.IsOverdue || _box.IsLate);

    /// <summary>For tests: runs at every turn of the loop, and may crash or block it.</summary>
    internal Action? Turning { get; set; }

    /// <summary>Begins to run what is wished for, and marks the runs of a process that was killed.</summary>
    public void Start()
    {
        _book.Begin();
        lock (_lives)
        {
            Begin_NeedsLives();
        }
    }

    /// <summary>Asks for the playbook of a level. Returns at once, from any thread.</summary>
    public TriggerAnswer Trigger(PlaybookTrigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        try
        {
            if (_isStopped)
            {
                return TriggerAnswer.Stopped;
            }

            var options = _options();
            return options.Enabled || trigger.IsByHand ? Offer(trigger, options) : TriggerAnswer.Ignored;
        }
        // Who asks is a watch that must go on, whatever the settings do.
        catch (Exception failure)
        {
            PlaybookLog.EngineFailed(_logger, failure);
            return TriggerAnswer.Ignored;
        }
    }

    /// <summary>Ends the loop and begins a new one; the run under way is marked as interrupted and begun anew. For <see cref="Supervision"/>.</summary>
    public void Restart()
    {
        PlaybookRun? cut;
        lock (_lives)
        {
            var old = _life;
            if (old is null || _isStopped)
            {
                return;
            }

            cut = _box.TakeBack(run => run.Interrupted(_time.GetUtcNow(), "the loop of the engine was restarted"), () => _ = old.StopAsync());
            Begin_NeedsLives();
        }

        PlaybookLog.Restarted(_logger);
        if (cut is not null)
        {
            // Apart from who looks after it: a listener may be what the loop hangs in.
            _ = Task.Run(() => Tell(() => News?.Invoke(new PlaybookNews(cut, null))));
        }
    }

    /// <summary>The newest runs first; what this process knows when the store cannot be read.</summary>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<IReadOnlyList<PlaybookRun>> ListAsync(int limit, CancellationToken cancellation) => _book.ListAsync(limit, cancellation);

    /// <summary>Completes once every run is saved as it is now.</summary>
    public Task FlushAsync(CancellationToken cancellation) => _book.FlushAsync(cancellation);

    /// <summary>Ends the loop. A run under way is marked as interrupted; what it did stays as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        LoopLife? life;
        lock (_lives)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            life = _life;
        }

        _box.Close(run => run.Interrupted(_time.GetUtcNow(), "the gateway stopped"), () => _ = life?.StopAsync());
        await (life?.Loop ?? Task.CompletedTask).WaitAsync(StopPatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _book.DisposeAsync().ConfigureAwait(false);
        life?.Dispose();
    }

    private void Begin_NeedsLives()
    {
        if (!_isStopped)
        {
            var life = new LoopLife(_time);
            life.Loop = Task.Run(() => LoopAsync(life), CancellationToken.None);
            _life = life;
        }
    }

    private async Task LoopAsync(LoopLife life)
    {
        while (!life.Stopping.IsCancellationRequested)
        {
            life.Heart.Beat(TimeSpan.Zero);
            Turning?.Invoke();
            life.Heart.Rest();
            await _box.ArrivedAsync().WaitAsync(life.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            life.Heart.Beat(TimeSpan.Zero);
            await TurnAsync(life).ConfigureAwait(false);
        }
    }

    private async Task TurnAsync(LoopLife life)
    {
        try
        {
            var options = _options();
            using var run = _box.Begin(trigger => NewRun(trigger, options), life.Stopping);
            if (run is not null)
            {
                await RunAsync(run, options, life).ConfigureAwait(false);
            }
        }
        // Actions and their faults are dealt with below; what comes up here is a mistake of ours and must not end the loop.
        catch (Exception failure)
        {
            PlaybookLog.EngineFailed(_logger, failure);
            _box.Drop(run => run.Interrupted(_time.GetUtcNow(), "the engine failed"));
        }
    }

    private async Task RunAsync(LiveRun run, PlaybooksOptions options, LoopLife life)
    {
        PlaybookLog.RunBegan(_logger, run.Level, run.Now.Id, string.Join("; ", run.Now.Reasons));
        Tell(life, run.Now, null);
        await _runner.RunAsync(run, options, life.Heart, step => Tell(life, run.Now, step), life.Stopping).ConfigureAwait(false);
        _box.End(run);
        if (life.Stopping.IsCancellationRequested)
        {
            return; // who stopped it has closed the run
        }

        Tell(life, run.Now, null);
        await EndAsync(run, options, life).ConfigureAwait(false);
    }

    private async Task EndAsync(LiveRun run, PlaybooksOptions options, LoopLife life)
    {
        var ended = run.Now;
        if (ended.State != RunState.Failed)
        {
            PlaybookLog.RunEnded(_logger, ended.Id, ended.State, ended.Reason);
            await DescendAsync(ended, options, life).ConfigureAwait(false);
            return;
        }

        PlaybookLog.RunFailed(_logger, ended.Id, ended.Reason);
        life.Heart.Beat(RecoveryQuestion.Deadline);
        if (!await _recovery.AskAsync(ended.Until, life.Stopping).ConfigureAwait(false))
        {
            Escalate(ended, options);
        }
    }

    // A level that was left may have been left for one that is still bad, and whose own playbook was superseded or never ran.
    private async Task DescendAsync(PlaybookRun ended, PlaybooksOptions options, LoopLife life)
    {
        for (var level = ended.Until - 1; ended.State == RunState.Recovered && level > HealthLevel.Healthy; level--)
        {
            life.Heart.Beat(RecoveryQuestion.Deadline);
            if (!await _recovery.AskAsync(level, life.Stopping).ConfigureAwait(false))
            {
                Offer(new PlaybookTrigger(level, [$"the level is still {level.Word()} after {ended.Until.Word()}"], ended.Components), options);
                return;
            }
        }
    }

    private void Escalate(PlaybookRun ended, PlaybooksOptions options)
    {
        var next = ended.Level + 1;
        var isNext = options.Of(ended.Level)!.Escalate && options.Of(next) is { Steps.Count: > 0 };
        var escalation = new PlaybookEscalation(ended.Id, ended.Level, isNext ? next : null, ended.Reason ?? "");
        Tell(() => Escalated?.Invoke(escalation));
        if (isNext)
        {
            Offer(new PlaybookTrigger(next, [$"the playbook of {ended.Level.Word()} failed: {ended.Reason}"], ended.Components, Until: ended.Until), options);
        }
    }

    private TriggerAnswer Offer(PlaybookTrigger trigger, PlaybooksOptions options) =>
        options.Of(trigger.Level) is { Steps.Count: > 0 } ? _box.Offer(trigger, TimeSpan.FromSeconds(options.TakeoverSeconds)) : TriggerAnswer.Ignored;

    private void Tell(LoopLife life, PlaybookRun run, StepRun? step)
    {
        if (!life.Stopping.IsCancellationRequested)
        {
            Tell(() => News?.Invoke(new PlaybookNews(run, step)));
        }
    }

    private void Tell(Action tell)
    {
        try
        {
            tell();
        }
        // A listener that fails must not end a playbook.
        catch (Exception failure)
        {
            PlaybookLog.ListenerFailed(_logger, failure);
        }
    }

    // Times first, so that later runs have greater ids; the process and a count, so that no two have the same.
    private LiveRun NewRun(PlaybookTrigger trigger, PlaybooksOptions options)
    {
        var now = _time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{_process}-{Interlocked.Increment(ref _runs)}");
        var steps = options.Of(trigger.Level)!.Steps.Take(PlaybooksOptions.MaxSteps).Select(step => new StepRun(PlainText.Of(step.Title(), 80), step.Action, StepState.Waiting));
        var run = new PlaybookRun(id, _process, trigger.Level, trigger.Trouble, trigger.IsByHand, trigger.Reasons, trigger.Components, RunState.Running, now, null, null, [.. steps]);
        _book.Save(run);
        return new LiveRun(trigger, run, _book.Save, _time);
    }
}
