using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Records;
using Relevo.Resilience.Tests.Records;
using Relevo.Tests.Shared;
using Record = Relevo.Resilience.Records.Record; // xunit has one too

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>The engine when its store, its process or its own loop fail.</summary>
public sealed class PlaybookFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly PlaybookBed _bed = new();

    private FakeAction First => _bed.Action("first");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Store_ThatFails_DelaysNoRunAndGetsItLater()
    {
        _bed.Records.Fail();
        var run = await RunAsync();
        Assert.Equal(RunState.Completed, run.State);
        _bed.Records.Mend();
        await _bed.FlushAsync();
        Assert.Equal(run.Id, Assert.Single(_bed.Records.All).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_ThatHangsOrBlocks_DelaysNoRun(bool blocks)
    {
        using var release = new ManualResetEventSlim();
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bed.Records.Before = () =>
        {
            if (blocks)
            {
                release.Wait(CancellationToken.None);
            }

            return blocks ? Task.CompletedTask : hang.Task;
        };
        _bed.With(HealthLevel.Critical, Step("first"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => _bed.News.Any(news => news.Run.State == RunState.Completed));
        _bed.Records.Mend();
        release.Set();
        hang.SetResult();
        await _bed.FlushAsync();
        Assert.Single(_bed.Records.All);
    }

    [Fact]
    public async Task Process_ThatIsKilledInTheMiddle_LeavesARunThatTheNextOneMarks()
    {
        First.WaitForCancellation();
        _bed.With(HealthLevel.Critical, Step("first"), Step("second"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        await _bed.Engine.FlushAsync(CancellationToken.None).WaitAsync(Patience); // the clock stands still: the step is under way
        var left = new MemoryRecords();
        await left.PutAsync(_bed.Records.All[0], CancellationToken.None);
        await left.PutAsync(new Record("run", "junk", _bed.Time.GetUtcNow(), "{\"id\":7"), CancellationToken.None);

        await using var next = new PlaybookBed(left);
        next.Time.JumpWallClock(TimeSpan.FromHours(1));
        left.Fail(); // and the store is not there at once
        next.Engine.Start();
        await next.Time.WhenArmedAsync(1).WaitAsync(Patience);
        left.Mend();
        next.Time.Advance(TimeSpan.FromSeconds(1));
        await Until.TrueAsync(() => left.All.Any(record => record.Json.Contains("\"state\":\"Interrupted\"", StringComparison.Ordinal)));
        var run = Assert.Single(await next.Engine.ListAsync(10, CancellationToken.None));
        Assert.Equal((RunState.Interrupted, StepState.Interrupted, StepState.Skipped), (run.State, run.Steps[0].State, run.Steps[1].State));
        Assert.Equal(next.Time.GetUtcNow(), run.EndedUtc);
        Assert.Equal(0, next.Action("first").Runs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Loop_ThatBlocksOrCrashes_IsBegunAnewWithAComplaint(bool blocks)
    {
        using var release = new ManualResetEventSlim();
        var isBroken = true;
        _bed.Engine.Turning = () =>
        {
            if (isBroken && blocks)
            {
                release.Wait(CancellationToken.None);
            }
            else if (isBroken)
            {
                throw new InvalidOperationException();
            }
        };
        var complaints = new ComplaintBook();
        await using var keeper = new LoopKeeper(complaints, _bed.Time, NullLogger<LoopKeeper>.Instance);
        _bed.With(HealthLevel.Critical, Step("first"));
        _bed.Engine.Start();
        keeper.Keep(new LoopPlan("playbooks", Supervision.Of(() => _bed.Engine.IsOverdue, _bed.Engine.Restart)));
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => complaints.List().Count > 0, "a complaint", () => _bed.Time.Advance(TimeSpan.FromSeconds(0.25)));
        Assert.Contains("loop playbooks", Assert.Single(complaints.List()).Source, StringComparison.Ordinal);
        isBroken = false;
        await Until.TrueAsync(() => !_bed.Engine.IsOverdue, "the new loop", () => _bed.Time.Advance(TimeSpan.FromSeconds(0.25)));
        Assert.Equal(RunState.Completed, (await _bed.EndedAsync())[0].State);
        Assert.False(_bed.Engine.IsOverdue);
        release.Set();
    }

    [Fact]
    public async Task Loop_InALongStep_IsNotTakenForHanging()
    {
        First.WaitForCancellation();
        _bed.With(HealthLevel.Critical, Step("first"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        _bed.Time.Advance(TimeSpan.FromSeconds(39));
        Assert.False(_bed.Engine.IsOverdue);
    }

    [Fact]
    public async Task Restart_InTheMiddleOfARun_MarksItAndBeginsItAnew()
    {
        var hang = First.Hang();
        _bed.With(HealthLevel.Critical, Step("first"));
        _bed.Engine.Start();
        _bed.Trigger(HealthLevel.Critical);
        await Until.TrueAsync(() => First.Runs == 1);
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        First.Body = _ => Task.FromResult(ActionOutcome.Done());
        _bed.Engine.Restart();
        var runs = await _bed.EndedAsync(2);
        Assert.Equal((RunState.Completed, RunState.Interrupted), (runs[0].State, runs[1].State));
        Assert.Equal("the loop of the engine was restarted", runs[1].Reason);

        hang.SetResult(ActionOutcome.Done()); // the loop that was given up changes nothing any more
        _bed.Trigger(HealthLevel.Critical);
        await _bed.EndedAsync(3);
        await Until.TrueAsync(() => _bed.Log.Ids.Count(id => id == 9204) == 3, "the end of the step that was given up");
        runs = await _bed.Engine.ListAsync(10, CancellationToken.None);
        Assert.Equal((RunState.Interrupted, StepState.Interrupted), (runs[2].State, runs[2].Steps[0].State));
        Assert.Equal(0, First.Undone);
    }

    [Fact]
    public async Task Settings_ThatCannotBeRead_ThrowAtNobody()
    {
        var isBroken = true;
        await using var engine = new PlaybookEngine(
            () => isBroken ? throw new InvalidOperationException() : _bed.Options, new PlaybookActions([First]), _bed.Records, _ => false, _bed.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<PlaybookEngine>.Instance);
        _bed.With(HealthLevel.Critical, Step("first"));
        engine.Start();
        Assert.Equal(TriggerAnswer.Ignored, engine.Trigger(PlaybookBed.Wish(HealthLevel.Critical)));
        isBroken = false;
        Assert.Equal(TriggerAnswer.Accepted, engine.Trigger(PlaybookBed.Wish(HealthLevel.Critical)));
        await Until.TrueAsync(() => First.Runs == 1);
    }

    private static StepOptions Step(string action) => new() { Action = action, TimeoutSeconds = 40 };

    private Task<PlaybookRun> RunAsync() => _bed.With(HealthLevel.Critical, Step("first")).RunAsync(HealthLevel.Critical);
}
