using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>Whole runs: their order, their ends, what comes while one runs.</summary>
public sealed class PlaybookEngineTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly PlaybookBed _bed = new();

    private FakeAction First => _bed.Action("first");

    private FakeAction Worst => _bed.Action("worst");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Run_TakesItsStepsInOrderAndIsKept()
    {
        var run = await _bed.With(HealthLevel.Critical, Step("first"), Step("second"), Step("third")).RunAsync(HealthLevel.Critical);
        Assert.Equal(["first", "second", "third"], run.Steps.Select(step => step.Name));
        Assert.All(run.Steps, step => Assert.Equal(StepState.Done, step.State));
        Assert.Equal((RunState.Completed, false, HealthLevel.Critical), (run.State, run.IsByHand, run.Level));
        Assert.Equal(["store: disk full"], run.Reasons);
        Assert.Equal(["first", "second", "third"], _bed.News.Select(news => news.Step?.Name).OfType<string>());
        Assert.All(_bed.News, news => Assert.StartsWith(news.Step is null ? "Playbook of CRITICAL, run " : "Step ", news.Describe(), StringComparison.Ordinal));

        await _bed.FlushAsync();
        var record = Assert.Single(_bed.Records.All);
        Assert.Equal(("run", run.Id, run.StartedUtc), (record.Kind, record.Id, record.AtUtc));
        Assert.Contains("\"state\":\"Completed\"", record.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhoseStepsFailed_SaysHowMany()
    {
        _bed.Action("second").Body = First.Body = _ => Task.FromResult(ActionOutcome.Failed("no"));
        var run = await _bed.With(HealthLevel.Critical, Step("first"), Step("second"), Step("third")).RunAsync(HealthLevel.Critical);
        Assert.Equal((RunState.Completed, "every step had its turn, and 2 of 3 failed"), (run.State, run.Reason));
        Assert.EndsWith(": ended (every step had its turn, and 2 of 3 failed).", _bed.News.Last().Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnceTheLevelHasRecovered_EndsEarly()
    {
        _bed.HasRecovered = level => level == HealthLevel.Critical && First.Runs > 0;
        var run = await _bed.With(HealthLevel.Critical, Step("first"), Step("second")).RunAsync(HealthLevel.Critical);
        Assert.Equal((RunState.Recovered, StepState.Done, StepState.Skipped), (run.State, run.Steps[0].State, run.Steps[1].State));
        Assert.Equal("the level has recovered", run.Steps[1].Reason);
        Assert.Equal(0, _bed.Action("second").Runs);
    }

    [Fact]
    public async Task Run_ThatWasAskedForByHand_RunsToItsEnd()
    {
        _bed.HasRecovered = _ => true;
        _bed.With(HealthLevel.Emergency, Step("first"), Step("second"));
        _bed.Options.Enabled = false;
        _bed.Engine.Start();
        Assert.Equal(TriggerAnswer.Ignored, _bed.Trigger(HealthLevel.Emergency));
        Assert.Equal(TriggerAnswer.Accepted, _bed.Trigger(HealthLevel.Emergency, byHand: true));
        var run = (await _bed.EndedAsync())[0];
        Assert.Equal((RunState.Completed, true, StepState.Done), (run.State, run.IsByHand, run.Steps[1].State));
    }

    [Fact]
    public async Task Run_WhoseRecoveryCannotBeAsked_GoesOn()
    {
        _bed.HasRecovered = _ => throw new InvalidOperationException();
        Assert.Equal(RunState.Completed, (await _bed.With(HealthLevel.Critical, Step("first")).RunAsync(HealthLevel.Critical)).State);
    }

    [Fact]
    public async Task Run_WithoutAStepThatItNeeds_FailsAndTheNextLevelRuns()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("no"));
        Worst.Body = _ => Task.FromResult(ActionOutcome.Failed("never"));
        _bed.With(HealthLevel.Critical, Step("first", goOn: false), Step("second")).With(HealthLevel.Emergency, Step("worst", goOn: false));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        var runs = await _bed.EndedAsync(2);
        await Until.TrueAsync(() => _bed.Escalations.Count == 2);
        Assert.Equal([HealthLevel.Emergency, HealthLevel.Critical], runs.Select(run => run.Level));
        Assert.All(runs, run => Assert.Equal(RunState.Failed, run.State));
        Assert.Equal(["the playbook of CRITICAL failed: first: no"], runs[0].Reasons);
        Assert.Equal(["store"], runs[0].Components);
        Assert.Equal(StepState.Skipped, runs[1].Steps[1].State);
        Assert.Equal(
            [new PlaybookEscalation(runs[1].Id, HealthLevel.Critical, HealthLevel.Emergency, "first: no"), new PlaybookEscalation(runs[0].Id, HealthLevel.Emergency, null, "worst: never")],
            _bed.Escalations);
    }

    [Fact]
    public async Task Run_AfterAnEscalation_LastsUntilTheLevelThatFailedIsLeft()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("no"));
        var isLeft = false;
        _bed.HasRecovered = level => level > HealthLevel.Critical || isLeft; // the level is CRITICAL all the time
        Worst.Body = _ =>
        {
            isLeft = true;
            return Task.FromResult(ActionOutcome.Done());
        };
        _bed.With(HealthLevel.Critical, Step("first", goOn: false)).With(HealthLevel.Emergency, Step("worst"), Step("second"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        var run = (await _bed.EndedAsync(2))[0];
        Assert.Equal((HealthLevel.Emergency, HealthLevel.Critical, RunState.Recovered), (run.Level, run.Until, run.State));
        Assert.Equal((StepState.Done, StepState.Skipped), (run.Steps[0].State, run.Steps[1].State));
    }

    [Fact]
    public async Task Run_ThatRecoversToALevelThatIsStillBad_IsFollowedByItsPlaybook()
    {
        _bed.HasRecovered = level => level > HealthLevel.Critical;
        _bed.With(HealthLevel.Critical, Step("first")).With(HealthLevel.Emergency, Step("worst"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Emergency);
        var runs = await _bed.EndedAsync(2);
        Assert.Equal([(HealthLevel.Critical, RunState.Completed), (HealthLevel.Emergency, RunState.Recovered)], runs.Select(run => (run.Level, run.State)));
        Assert.Equal(["the level is still CRITICAL after EMERGENCY"], runs[0].Reasons);
        Assert.Equal((1, 0), (First.Runs, Worst.Runs));
    }

    [Fact]
    public async Task Run_ThatFailsWithoutNeed_DoesNotEscalate()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("no"));
        _bed.HasRecovered = _ => true;
        _bed.With(HealthLevel.Critical, Step("first", goOn: false)).With(HealthLevel.Emergency, Step("worst"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical, byHand: true);
        Assert.Equal(RunState.Failed, (await _bed.EndedAsync())[0].State);
        _bed.Trigger(HealthLevel.Critical, byHand: true);
        await _bed.EndedAsync(2); // the loop has passed the place where it would have escalated
        Assert.Empty(_bed.Escalations);
        Assert.Equal(0, Worst.Runs);
    }

    [Fact]
    public async Task Run_ThatMayNotEscalate_TellsAndStops()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("no"));
        _bed.With(HealthLevel.Critical, Step("first", goOn: false)).With(HealthLevel.Emergency, Step("worst"));
        _bed.Options.Critical.Escalate = false;
        await _bed.RunAsync(HealthLevel.Critical);
        await Until.TrueAsync(() => _bed.Escalations.Count == 1);
        Assert.Null(_bed.Escalations.Single().To);
        Assert.Equal(0, Worst.Runs);
    }

    [Fact]
    public async Task Triggers_AThousandAtOnce_MakeOneRun()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step("first"));
        _bed.Engine.Start();
        var answers = new TriggerAnswer[1000];
        Parallel.For(0, answers.Length, i => answers[i] = _bed.Trigger(HealthLevel.Critical, $"reason {i}"));
        await Until.TrueAsync(() => First.Runs == 1);
        Assert.Equal(1, answers.Count(answer => answer == TriggerAnswer.Accepted));
        Assert.Equal(999, answers.Count(answer => answer == TriggerAnswer.Joined));
        Assert.InRange(_bed.Engine.Current!.Reasons.Count, 1, 20);
        hang.SetResult(ActionOutcome.Done());
        Assert.Single(await _bed.EndedAsync());
        Assert.Equal(1, First.Runs);
    }

    [Fact]
    public async Task Trigger_OfABetterLevelWhileOneRuns_Joins()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step("first")).With(HealthLevel.Degraded, Step("second"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        Assert.Equal(TriggerAnswer.Joined, _bed.Trigger(HealthLevel.Degraded, "console: silent"));
        hang.SetResult(ActionOutcome.Done());
        var run = Assert.Single(await _bed.EndedAsync());
        Assert.Equal(["store: disk full", "console: silent"], run.Reasons);
        Assert.Equal(0, _bed.Action("second").Runs);
    }

    [Fact]
    public async Task Trigger_OfAWorseLevel_EndsTheStepUnderWayAndTakesOver()
    {
        First.WaitForCancellation();
        _bed.With(HealthLevel.Critical, Step("first"), Step("second")).With(HealthLevel.Emergency, Step("worst"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        Assert.Equal(TriggerAnswer.Accepted, _bed.Trigger(HealthLevel.Emergency));
        await _bed.PassAsync(5);
        var runs = await _bed.EndedAsync(2);
        Assert.Equal([HealthLevel.Emergency, HealthLevel.Critical], runs.Select(run => run.Level));
        Assert.Equal((RunState.Completed, RunState.Superseded), (runs[0].State, runs[1].State));
        Assert.Equal((StepState.Cancelled, UndoState.Undone, StepState.Skipped), (runs[1].Steps[0].State, runs[1].Steps[0].Undo, runs[1].Steps[1].State));
        Assert.Equal((1, 0, 1), (First.Undone, _bed.Action("second").Runs, Worst.Runs));
        Assert.Empty(_bed.Escalations);
    }

    [Fact]
    public async Task Trigger_OfAWorseLevel_LetsAStepEndThatIsQuickEnough()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step("first"), Step("second")).With(HealthLevel.Emergency, Step("worst"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        _bed.Trigger(HealthLevel.Emergency);
        _bed.Time.Advance(TimeSpan.FromSeconds(4));
        hang.SetResult(ActionOutcome.Done());
        var runs = await _bed.EndedAsync(2);
        Assert.Equal((RunState.Superseded, StepState.Done, 0), (runs[1].State, runs[1].Steps[0].State, First.Undone));
    }

    [Fact]
    public async Task Trigger_OfAWorseLevel_NeedsNoGoodwillOfTheActionUnderWay()
    {
        First.Hang();
        _bed.With(HealthLevel.Critical, Step("first", goOn: false)).With(HealthLevel.Emergency, Step("worst"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        _bed.Trigger(HealthLevel.Emergency);
        await _bed.PassAsync(5);
        await _bed.PassAsync(2);
        await _bed.EndedAsync(2);
        Assert.Equal((1, 1), (First.Undone, Worst.Runs));
    }

    [Fact]
    public async Task Trigger_WithoutAPlaybook_IsIgnored()
    {
        _bed.Engine.Start();
        Assert.Equal(TriggerAnswer.Ignored, _bed.Trigger(HealthLevel.Healthy));
        Assert.Equal(TriggerAnswer.Ignored, _bed.Trigger(HealthLevel.Critical));
        Assert.Empty(await _bed.Engine.ListAsync(10, CancellationToken.None));
    }

    [Fact]
    public void Of_ALevelThatGetsBetter_AsksForNothing()
    {
        var snapshot = new HealthSnapshot(HealthLevel.Critical, default, default, default, [], [new Complaint("lanes", HealthLevel.Critical, "No progress.")]);
        Assert.Null(PlaybookTrigger.Of(new LevelChange(HealthLevel.Emergency, HealthLevel.Critical, snapshot)));
        Assert.Equal(["lanes: No progress."], PlaybookTrigger.Of(new LevelChange(HealthLevel.Degraded, HealthLevel.Critical, snapshot))!.Reasons);
    }

    [Fact]
    public async Task News_WithAListenerThatThrows_EndsNothing()
    {
        _bed.Engine.News += _ => throw new InvalidOperationException();
        var run = await _bed.With(HealthLevel.Critical, Step("first")).RunAsync(HealthLevel.Critical);
        Assert.Equal(RunState.Completed, run.State);
        Assert.Contains(9210, _bed.Log.Ids);
    }

    [Fact]
    public async Task Dispose_InTheMiddleOfARun_MarksItAndTakesNoMore()
    {
        First.WaitForCancellation();
        _bed.With(HealthLevel.Critical, Step("first"), Step("second"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        await _bed.Engine.DisposeAsync().AsTask().WaitAsync(Patience);
        var run = (await _bed.Engine.ListAsync(10, CancellationToken.None))[0];
        Assert.Equal((RunState.Interrupted, "the gateway stopped"), (run.State, run.Reason));
        Assert.Equal((StepState.Interrupted, StepState.Skipped, 0), (run.Steps[0].State, run.Steps[1].State, First.Undone));
        Assert.Contains("Interrupted", Assert.Single(_bed.Records.All).Json, StringComparison.Ordinal);
        Assert.Equal(TriggerAnswer.Stopped, _bed.Trigger(HealthLevel.Critical));
    }

    private static StepOptions Step(string action, bool goOn = true) => new() { Action = action, TimeoutSeconds = 40, GoOn = goOn };
}
