using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Health;

public sealed class WatchedComponentTests : IDisposable
{
    private static readonly CheckTimes Times = new HealthMonitorOptions().Times(new FakeCheck("any"));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();
    private readonly FakeCheck _check = new("store");
    private readonly WatchedComponent _component;

    public WatchedComponentTests() => _component = new WatchedComponent(_check, new HealthMonitorOptions(), _time);

    public void Dispose() => _component.Dispose();

    [Fact]
    public async Task LookAsync_FromTheFirstBadLookOn_IsSureWithinASecond()
    {
        await LookAsync();
        _check.Fail();
        var known = TimeSpan.Zero;
        while (_component.Health.IsUp)
        {
            await LookAsync();
            known += _component.Health.IsUp ? _component.Pause : TimeSpan.Zero;
        }

        Assert.True(known <= TimeSpan.FromSeconds(1), $"{known}");
        Assert.Equal(4, _check.Started);
    }

    [Fact]
    public async Task LookAsync_WhenDown_LooksCloserUntilItIsBack()
    {
        _check.Fail();
        for (var i = 0; i < 3; i++)
        {
            await LookAsync();
        }

        Assert.Equal(Times.Closer, _component.Pause);
        _check.Body = _ => Task.FromResult(CheckResult.Good("fine"));
        await LookAsync();
        await LookAsync();
        Assert.Equal(Times.Interval, _component.Pause);
    }

    [Fact]
    public async Task Report_OfABadCall_IsLookedIntoAtOnce()
    {
        _component.Begin(() => TimeSpan.Zero, () => { });
        await _time.WhenAsync(armed => armed.Contains(Times.Closer)).WaitAsync(Patience);
        _time.Advance(Times.Closer);
        await _time.WhenAsync(armed => armed.Contains(Times.Interval - Times.Closer)).WaitAsync(Patience);
        Assert.Equal(1, _check.Started);

        _check.Fail();
        Assert.True(_component.Report(isGood: false, "a call failed", TimeSpan.Zero));
        await _time.WhenAsync(armed => armed.Contains(Times.Closer)).WaitAsync(Patience);
        Assert.Equal(2, _check.Started);
        _component.Stop();
        await _component.Loop.WaitAsync(Patience);
    }

    [Fact]
    public async Task Loop_ThatHangs_IsOverdueAndBegunAnewAndEndsWhenItGoesOn()
    {
        using var release = new ManualResetEventSlim();
        var looks = 0;
        _component.Begin(() => TimeSpan.Zero, () =>
        {
            if (Interlocked.Increment(ref looks) == 1)
            {
                release.Wait(CancellationToken.None);
            }
        });
        await Until.TrueAsync(() => looks == 1);
        var hung = _component.Loop;
        Assert.False(_component.IsOverdue);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.True(_component.IsOverdue);

        _component.Begin(() => TimeSpan.Zero, () => Interlocked.Increment(ref looks));
        await Until.TrueAsync(() => looks == 2);
        Assert.False(_component.IsOverdue);
        release.Set();
        await hung.WaitAsync(Patience);
        Assert.Equal(2, looks);
        _component.Stop();
        await Until.TrueAsync(() => _component.Loop.IsCompleted, "the end", () => _time.Advance(Times.Closer));
    }

    [Fact]
    public void Report_OfOneCallInThreeThatFails_TakesItDownWithoutARow()
    {
        for (var call = 0; call < 60 && _component.Health.IsUp; call++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _component.Report(call % 3 != 0, "a write failed", TimeSpan.Zero);
        }

        Assert.Equal((false, "a write failed"), (_component.Health.IsUp, _component.Health.Message));
    }

    [Fact]
    public void Report_OfThousandsAtOnce_IsOneFinding()
    {
        for (var call = 0; call < 10_000; call++)
        {
            _component.Report(isGood: call % 2 == 0, "a write failed", TimeSpan.Zero);
        }

        Assert.Equal((true, 1), (_component.Health.IsUp, _component.Health.State.BadInRow));
    }

    [Fact]
    public void Report_OfGoodCalls_BringsItBack()
    {
        Report(false, false, false);
        Assert.False(_component.Health.IsUp);
        Report(true, true);
        Assert.True(_component.Health.IsUp);
    }

    [Fact]
    public async Task LookAsync_Always_TellsWhenItWasLastBad()
    {
        await LookAsync();
        Assert.Null(_component.Health.LastBad);
        _check.Fail("broken");
        await _component.LookAsync(() => TimeSpan.FromSeconds(7), CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(7), _component.Health.LastBad);
        Assert.Equal("broken", _component.Health.Message);
        Assert.True(_component.Health.IsUp);
    }

    private void Report(params bool[] calls)
    {
        foreach (var isGood in calls)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _component.Report(isGood, "a call", TimeSpan.Zero);
        }
    }

    private Task LookAsync() => _component.LookAsync(() => TimeSpan.Zero, CancellationToken.None);
}
