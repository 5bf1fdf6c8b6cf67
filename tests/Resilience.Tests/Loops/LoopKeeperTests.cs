using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Loops;

/// <summary>Loops that end, crash, hang and come back.</summary>
public sealed class LoopKeeperTests : IAsyncLifetime
{
    private const int KeepersTimers = 1;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);
    private readonly ManualTime _time = new();
    private readonly ComplaintBook _complaints = new();
    private readonly LoopKeeper _keeper;
    private readonly ManualResetEventSlim _open = new();
    private readonly DateTimeOffset _utcOfStart;
    private volatile bool _isBlocked;
    private int _begun;
    private int _beats;

    public LoopKeeperTests()
    {
        _utcOfStart = _time.GetUtcNow();
        _keeper = new LoopKeeper(_complaints, _time, NullLogger<LoopKeeper>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _open.Set();
        var ending = _keeper.DisposeAsync().AsTask();
        await Until.TrueAsync(() => ending.IsCompleted, "the end", () => _time.Advance(Step));
        _open.Dispose();
    }

    [Fact]
    public async Task Part_OfAMachineThatStoodStill_IsLeftAlone()
    {
        var (isOverdue, looks, restarts) = (false, 0, 0);
        bool IsOverdue()
        {
            looks++;
            return isOverdue;
        }

        _keeper.Keep(new LoopPlan("watch", Supervision.Of(IsOverdue, () => restarts++)));
        await Until.TrueAsync(() => looks > 2, "looks", () => _time.Advance(Step));
        isOverdue = true; // as everything is after a standstill, until it moves again
        var seen = looks;
        await Until.TrueAsync(() => looks == seen + 1, "a look", () => _time.Advance(Step));
        isOverdue = false;
        await Until.TrueAsync(() => looks > seen + 10, "more looks", () => _time.Advance(Step));
        Assert.Equal((0, 0), (restarts, _complaints.List().Count));
    }

    [Theory]
    [InlineData("crash", "it failed with InvalidOperationException and was begun anew")]
    [InlineData("end", "it came to an end and was begun anew")]
    [InlineData("block", "it did nothing for 3 s and was begun anew")]
    public async Task Loop_ThatIsDisturbed_RunsAgainWithinFiveSecondsAndTellsWhy(string how, string trouble)
    {
        await BeginAsync();
        _keeper.Disturb("worker", Disturbance(how));
        var since = _time.GetUtcNow();
        await PassUntilAsync(() => _begun == 2 && _beats > 0);
        _isBlocked = false;

        Assert.InRange((_time.GetUtcNow() - since).TotalSeconds, 0, 5);
        Assert.Equal(new Complaint("loop worker", HealthLevel.Degraded, trouble), Assert.Single(_complaints.List()));
        Assert.Null(_keeper.TroubleOf("queue"));
        await PassUntilAsync(() => _complaints.List().Count == 0); // a minute later it is forgiven
        Assert.InRange((_time.GetUtcNow() - since).TotalSeconds, 60, 70);
    }

    [Fact]
    public async Task Loop_ThatCrashesAgainAndAgain_IsHeldWithGrowingPausesAndItsComponentFails()
    {
        var begun = new List<double>();
        var start = _time.GetUtcNow();
        _keeper.Keep(new LoopPlan("worker", (_, _) =>
        {
            Interlocked.Increment(ref _begun);
            begun.Add((_time.GetUtcNow() - start).TotalSeconds);
            throw new InvalidOperationException("secret");
        }) { Component = "queue" });
        await PassUntilAsync(() => begun.Count >= 7);

        var pauses = begun.Zip(begun.Skip(1), (first, next) => next - first).ToList();
        Assert.All(Enumerable.Range(2, pauses.Count - 2), i => Assert.True(pauses[i] > pauses[i - 1], string.Join(", ", pauses)));
        Assert.StartsWith("worker: it failed with InvalidOperationException", _keeper.TroubleOf("queue"), StringComparison.Ordinal);
        Assert.Null(_keeper.TroubleOf("cache"));
        Assert.DoesNotContain("secret", Assert.Single(_complaints.List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_ThatHung_DoesNoMoreHarmWhenItGoesOn()
    {
        await BeginAsync();
        _keeper.Disturb("worker", Disturbance("block"));
        await PassUntilAsync(() => _begun == 2);
        var beats = _beats;
        _isBlocked = false;
        _open.Set(); // the first run goes on, and its next beat ends it
        await PassUntilAsync(() => _beats > beats + 10);
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task Restart_OfAComponent_BeginsItsLoopsAnew()
    {
        await BeginAsync();
        Assert.Equal(0, await _keeper.RestartAsync("cache"));
        Assert.Equal(1, await _keeper.RestartAsync("queue"));
        await PassUntilAsync(() => _begun == 2);
        Assert.Empty(_complaints.List());
    }

    [Fact]
    public async Task Part_ThatHangs_IsRestartedWithinFiveSecondsWithAComplaint()
    {
        var (isOverdue, restarts) = (false, 0);
        var watch = Supervision.Of(() => isOverdue, () => (isOverdue, restarts) = (false, restarts + 1));
        _keeper.Keep(new LoopPlan("worker", (beat, stopping) =>
        {
            Interlocked.Increment(ref _begun);
            return watch(beat, stopping);
        }));
        await PassUntilAsync(() => _begun == 1);
        Assert.Equal(0, restarts);
        isOverdue = true;
        var since = _time.GetUtcNow();
        await PassUntilAsync(() => restarts == 1);
        Assert.InRange((_time.GetUtcNow() - since).TotalSeconds, 0, 2); // beside the three that its loop may be silent
        Assert.Equal("it did not move and was begun anew", Assert.Single(_complaints.List()).Message);
    }

    [Fact]
    public async Task Loop_ThatWaitsForLongWorkOrPauses_DoesNotHang()
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = false;
        _keeper.Keep(new LoopPlan("worker", async (beat, _) =>
        {
            Interlocked.Increment(ref _begun);
            await beat.WhileAsync(work.Task);
            await beat.PauseAsync(TimeSpan.FromSeconds(20));
            isOver = true;
            await beat.PauseAsync(TimeSpan.FromDays(1));
        }));
        var since = _time.GetUtcNow();
        await PassUntilAsync(() => _time.GetUtcNow() - since > TimeSpan.FromSeconds(20));
        work.SetResult();
        await PassUntilAsync(() => isOver);
        Assert.InRange((_time.GetUtcNow() - since).TotalSeconds, 40, 45);
        Assert.Equal(1, _begun);
        Assert.Empty(_complaints.List());
    }

    [Fact]
    public async Task Loop_WhoseRunsAllHang_IsHeldUntilOneOfThemHasEnded()
    {
        await BeginAsync();
        for (var run = 2; run <= 3; run++)
        {
            _keeper.Disturb("worker", Disturbance("block"));
            await PassUntilAsync(() => _begun == run && _beats > 1);
            _isBlocked = false;
            await PassUntilAsync(() => _complaints.List().Count == 0); // each of them is forgiven before the next
        }

        _keeper.Disturb("worker", Disturbance("block"));
        await PassUntilAsync(() => _complaints.List().Count == 1);
        Assert.Equal("it did nothing for 3 s; so did the runs before, and it is begun anew once one of them has ended", _complaints.List()[0].Message);
        await PassUntilAsync(() => _time.GetUtcNow() > _utcOfStart.AddMinutes(10));
        Assert.Equal(3, _begun);

        _open.Set();
        await PassUntilAsync(() => _begun == 4 && _beats > 1);
    }

    private async Task BeginAsync()
    {
        _keeper.Keep(new LoopPlan("worker", LoopAsync) { Component = "queue" });
        await PassUntilAsync(() => _beats > 1);
    }

    private async Task LoopAsync(LoopBeat beat, CancellationToken stopping)
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Exchange(ref _beats, 0);
        while (true)
        {
            beat.Tell();
            Interlocked.Increment(ref _beats);
            await Task.Delay(Step, _time, stopping);
            await Task.Yield(); // or it would block whoever moves the clock
        }
    }

    private Action Disturbance(string how) => how switch
    {
        "crash" => () => throw new InvalidOperationException(),
        "end" => () => throw new OperationCanceledException(),
        _ => () =>
        {
            _isBlocked = true;
            _open.Wait();
        },
    };

    // Time passes only while the loop sleeps, hangs or is over, and the newest run has begun, so that a busy machine makes none
    // look as if it hung.
    private Task PassUntilAsync(Func<bool> isTrue) => Until.TrueAsync(isTrue, "that", () =>
    {
        if (_keeper.Begun("worker") == _begun && (_time.ArmedTimers > KeepersTimers || _isBlocked || !_keeper.IsRunning("worker")))
        {
            _time.Advance(Step);
        }
    });
}
