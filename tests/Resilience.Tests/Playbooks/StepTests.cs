using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>Single steps, whose actions hang, block, throw, ignore their cancellation or cannot be undone.</summary>
public sealed class StepTests : IAsyncLifetime
{
    private readonly PlaybookBed _bed = new();

    private FakeAction First => _bed.Action("first");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Step_ThatIsDone_IsRecordedWithItsTimesAndReason()
    {
        var began = _bed.Time.GetUtcNow();
        First.Body = _ =>
        {
            _bed.Time.Advance(TimeSpan.FromSeconds(3));
            return Task.FromResult(ActionOutcome.Done("two\nworkers\tmore"));
        };
        var step = await RunAsync(Step());
        Assert.Equal(new StepRun("first", "first", StepState.Done, began, began.AddSeconds(3), 1, "two workers more"), step);
        Assert.Equal((HealthLevel.Critical, 1), (First.Context!.Level, First.Context.Try));
        Assert.Equal(["store"], First.Context.Components);
        Assert.Equal(["store: disk full"], First.Context.Reasons);
    }

    [Theory]
    [InlineData(ActionResult.NothingToDo, StepState.NothingToDo)]
    [InlineData(ActionResult.NotConfigured, StepState.NotConfigured)]
    public async Task Step_WithNothingToDo_IsNeitherTriedAgainNorUndone(ActionResult result, StepState state)
    {
        First.Body = _ => Task.FromResult(new ActionOutcome(result));
        var step = await RunAsync(Step(tries: 3));
        Assert.Equal((state, 1, UndoState.None, 0), (step.State, step.Tries, step.Undo, First.Undone));
    }

    [Fact]
    public async Task Undo_KnowsWhatItsStepKept_Once()
    {
        First.Body = _ =>
        {
            First.Context!.Memory.Keep("the first of two");
            return Task.FromResult(ActionOutcome.Failed("no"));
        };
        var kept = "";
        First.UndoBody = _ =>
        {
            kept = First.UndoContext!.Memory.Take<string>();
            return Task.FromResult(ActionOutcome.Done());
        };
        await RunAsync(Step());
        Assert.Equal("the first of two", kept);
        Assert.Null(First.UndoContext!.Memory.Take<string>());
    }

    [Fact]
    public async Task Step_ThatFails_IsUndoneAndTriedAgainAfterItsPause()
    {
        First.Body = _ => Task.FromResult(First.Runs < 3 ? ActionOutcome.Failed("not yet") : ActionOutcome.Done());
        _bed.With(HealthLevel.Critical, Step(tries: 3, pause: 7));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await _bed.PassAsync(7);
        await _bed.PassAsync(7);
        var step = (await _bed.EndedAsync())[0].Steps[0];
        Assert.Equal((StepState.Done, 3, 2), (step.State, step.Tries, First.Undone));
    }

    [Fact]
    public async Task Step_ThatFailsToTheEnd_SaysWhyAndLetsTheNextBegin()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("no connection"));
        var run = await _bed.With(HealthLevel.Critical, Step(tries: 2), new StepOptions { Action = "second" }).RunAsync(HealthLevel.Critical);
        Assert.Equal((StepState.Failed, 2, "no connection", UndoState.Undone), (run.Steps[0].State, run.Steps[0].Tries, run.Steps[0].Reason, run.Steps[0].Undo));
        Assert.Equal(StepState.Done, run.Steps[1].State);
        Assert.Equal(RunState.Completed, run.State);
    }

    [Fact]
    public async Task Step_ThatThrows_TellsTheKindOnly()
    {
        First.Body = _ => throw new IOException("Password=secret");
        var step = await RunAsync(Step());
        Assert.Equal((StepState.Failed, "the action failed with IOException"), (step.State, step.Reason));
    }

    [Fact]
    public async Task Step_WithoutAnOutcome_HasFailed()
    {
        First.Body = _ => Task.FromResult<ActionOutcome>(null!);
        var step = await RunAsync(Step());
        Assert.Equal((StepState.Failed, "no reason was given"), (step.State, step.Reason));
    }

    [Fact]
    public async Task Step_ThatIsNotDoneInTime_IsCancelledAndUndone()
    {
        First.WaitForCancellation();
        var step = await PassTimeAsync();
        Assert.Equal((StepState.TimedOut, "was not done within 40 s", UndoState.Undone), (step.State, step.Reason, step.Undo));
        Assert.Equal(1, First.Undone);
    }

    [Fact]
    public async Task Step_ThatIgnoresItsCancellation_IsLeftBehindUndoneAndNotTriedAgain()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step(tries: 3), new StepOptions { Action = "second" });
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await _bed.PassAsync(40);
        await _bed.PassAsync(2);
        var run = (await _bed.EndedAsync())[0];
        Assert.Equal((StepState.TimedOut, 1, UndoState.Undone), (run.Steps[0].State, run.Steps[0].Tries, run.Steps[0].Undo));
        Assert.Equal("was not done within 40 s; it still runs and was left behind", run.Steps[0].Reason);
        Assert.Equal(StepState.Done, run.Steps[1].State);
        Assert.Contains(9207, _bed.Log.Ids);
        hang.SetResult(ActionOutcome.Done());
    }

    [Fact]
    public async Task Step_ThatBlocksItsThread_IsLeftBehind()
    {
        using var release = new ManualResetEventSlim();
        First.Body = _ =>
        {
            release.Wait(CancellationToken.None);
            return Task.FromResult(ActionOutcome.Done());
        };
        var step = await PassTimeAsync(2);
        Assert.Equal(StepState.TimedOut, step.State);
        release.Set();
    }

    [Fact]
    public async Task Steps_WhoseActionHangsAgainAndAgain_DoNotPileUp()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step());
        _bed.Engine.Start();
        for (var i = 1; i <= 3; i++)
        {
            _bed.Trigger(HealthLevel.Critical);
            await _bed.PassAsync(40);
            await _bed.PassAsync(2);
            await _bed.EndedAsync(i);
        }

        _bed.Trigger(HealthLevel.Critical);
        var step = (await _bed.EndedAsync(4))[0].Steps[0];
        Assert.Equal((StepState.Failed, "earlier calls of its action still hang", 3), (step.State, step.Reason, First.Runs));

        hang.SetResult(ActionOutcome.Done());
        First.Body = _ => Task.FromResult(ActionOutcome.Done());
        for (var runs = 5; step.State != StepState.Done && runs < 1000; runs++) // their end travels through the thread pool
        {
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
            _bed.Trigger(HealthLevel.Critical);
            step = (await _bed.EndedAsync(runs))[0].Steps[0];
        }

        Assert.Equal(StepState.Done, step.State);
    }

    [Fact]
    public async Task Undo_ThatFails_IsRecordedAndEndsNothing()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("half done"));
        First.UndoBody = _ => Task.FromResult(ActionOutcome.Failed("no way back"));
        var step = await RunAsync(Step());
        Assert.Equal((StepState.Failed, UndoState.Failed, "no way back"), (step.State, step.Undo, step.UndoReason));
        Assert.Contains(9206, _bed.Log.Ids);
    }

    [Fact]
    public async Task Undo_ThatThrows_TellsTheKindOnly()
    {
        First.Body = _ => throw new InvalidOperationException();
        First.UndoBody = _ => throw new IOException("secret");
        Assert.Equal("the action failed with IOException", (await RunAsync(Step())).UndoReason);
    }

    [Fact]
    public async Task Undo_ThatHangs_IsLeftBehind()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("half done"));
        First.UndoBody = _ => new TaskCompletionSource<ActionOutcome>().Task;
        _bed.With(HealthLevel.Critical, Step());
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await _bed.PassAsync(30);
        await _bed.PassAsync(2);
        var step = (await _bed.EndedAsync())[0].Steps[0];
        Assert.Equal((UndoState.Failed, "was not done within 30 s; it still runs and was left behind"), (step.Undo, step.UndoReason));
    }

    [Fact]
    public async Task Undo_ThatIsNotWanted_IsNotDone()
    {
        First.Body = _ => Task.FromResult(ActionOutcome.Failed("half done"));
        var step = Step();
        step.Undo = false;
        Assert.Equal(UndoState.None, (await RunAsync(step)).Undo);
        Assert.Equal(0, First.Undone);
    }

    [Theory]
    [InlineData(ActionResult.Done, StepState.Done)]
    [InlineData(ActionResult.NothingToDo, StepState.Skipped)]
    [InlineData(ActionResult.Failed, StepState.Skipped)]
    public async Task Step_ThatComesAfterAnother_IsTakenOnlyWhenThatWasDone(ActionResult result, StepState expected)
    {
        First.Body = _ => Task.FromResult(new ActionOutcome(result, "so"));
        var run = await _bed.With(HealthLevel.Critical, Step(), new StepOptions { Action = "second", After = ["first"] }, new StepOptions { Action = "third" }).RunAsync(HealthLevel.Critical);
        Assert.Equal(expected, run.Steps[1].State);
        Assert.Equal(expected == StepState.Skipped ? "it is only for when first was done" : null, run.Steps[1].Reason);
        Assert.Equal(StepState.Done, run.Steps[2].State);
    }

    [Fact]
    public async Task Step_WithAnActionThatNobodyRegistered_Fails()
    {
        var run = await _bed.With(HealthLevel.Critical, new StepOptions { Action = "unheard-of" }, new StepOptions { Action = "second" }).RunAsync(HealthLevel.Critical);
        Assert.Equal((StepState.Failed, "no action is registered under this name"), (run.Steps[0].State, run.Steps[0].Reason));
        Assert.Equal(StepState.Done, run.Steps[1].State);
    }

    private static StepOptions Step(int tries = 1, double pause = 0) => new() { Action = "first", TimeoutSeconds = 40, Tries = tries, PauseSeconds = pause };

    private async Task<StepRun> RunAsync(StepOptions step) => (await _bed.With(HealthLevel.Critical, step).RunAsync(HealthLevel.Critical)).Steps[0];

    private async Task<StepRun> PassTimeAsync(params double[] then)
    {
        _bed.With(HealthLevel.Critical, Step());
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await _bed.PassAsync(40);
        foreach (var seconds in then)
        {
            await _bed.PassAsync(seconds);
        }

        return (await _bed.EndedAsync())[0].Steps[0];
    }
}
