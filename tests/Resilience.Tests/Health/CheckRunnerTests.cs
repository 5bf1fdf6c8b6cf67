using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Health;

public sealed class CheckRunnerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly FakeCheck _check = new("store");
    private readonly CheckRunner _runner;

    public CheckRunnerTests() => _runner = new CheckRunner(_check, Deadline, _time);

    [Fact]
    public async Task RunAsync_OfACheckThatAnswers_ReturnsItsAnswer()
    {
        Assert.Equal(CheckResult.Good("fine"), await _runner.RunAsync(CancellationToken.None));
        _check.Fail("disk full");
        Assert.Equal(CheckResult.Bad("disk full"), await _runner.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_OfACheckThatHangs_SaysSoAtTheDeadline()
    {
        _check.Hang();
        var result = await TimeOutAsync();
        Assert.Equal(CheckResult.Bad("did not answer within 1 s"), result);
    }

    [Fact]
    public async Task RunAsync_WhileItStillHangs_DoesNotStartItAgain()
    {
        _check.Hang();
        await TimeOutAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        var result = await _runner.RunAsync(CancellationToken.None);
        Assert.Equal("did not answer within 1 s and still hangs after 12 s", result.Message);
        Assert.Equal(1, _check.Started);
    }

    [Fact]
    public async Task RunAsync_AfterItEndedLate_StartsItAnewAndIgnoresTheLateAnswer()
    {
        var end = _check.Hang();
        await TimeOutAsync();
        end.SetResult(CheckResult.Bad("late"));
        _check.Body = _ => Task.FromResult(CheckResult.Good("fine"));
        var result = await _runner.RunAsync(CancellationToken.None);
        while (result.Message.Contains("hangs", StringComparison.Ordinal))
        {
            await Task.Yield(); // Its end travels through the thread pool.
            result = await _runner.RunAsync(CancellationToken.None);
        }

        Assert.Equal(CheckResult.Good("fine"), result);
        Assert.Equal(2, _check.Started);
    }

    [Fact]
    public async Task RunAsync_AtTheDeadline_CancelsTheCheck()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _check.Body = async token =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return CheckResult.Good("never");
        };
        await TimeOutAsync();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task RunAsync_OfACheckThatThrows_TellsTheKindOnly()
    {
        _check.Body = _ => throw new IOException("Password=secret");
        var result = await _runner.RunAsync(CancellationToken.None);
        Assert.Equal(CheckResult.Bad("the check failed with IOException"), result);
    }

    [Fact]
    public async Task RunAsync_OfACheckThatThrowsATimeout_TellsThatItFailed()
    {
        _check.Body = _ => throw new TimeoutException();
        var result = await _runner.RunAsync(CancellationToken.None);
        Assert.Equal("the check failed with TimeoutException", result.Message);
    }

    [Fact]
    public async Task RunAsync_OfACheckThatBlocksItsThread_TimesOutAllTheSame()
    {
        using var release = new ManualResetEventSlim();
        _check.Body = _ =>
        {
            release.Wait(CancellationToken.None);
            return Task.FromResult(CheckResult.Good("late"));
        };
        Assert.False((await TimeOutAsync()).IsGood);
        release.Set();
    }

    private async Task<CheckResult> TimeOutAsync()
    {
        var running = _runner.RunAsync(CancellationToken.None);
        await _check.Begun;
        await _time.WhenArmedAsync(1);
        _time.Advance(Deadline);
        return await running;
    }
}
