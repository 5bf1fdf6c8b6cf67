using Relevo.Resilience.Circuits;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Circuits;

public sealed class EndpointBreakerTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(60);
    private static readonly BreakerOptions Options = new(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), Lost);

    private readonly ManualTime _time = new();
    private readonly EndpointBreaker _breaker;
    private double _draw;
    private int _woken;

    public EndpointBreakerTests()
    {
        _draw = 0.999999;
        _breaker = new EndpointBreaker(Options, _time, () => _draw);
        _breaker.MayEnter += () => _woken++;
    }

    public void Dispose() => _breaker.Dispose();

    [Fact]
    public void TryEnter_WhileClosed_LetsEveryoneIn()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(_breaker.TryEnter(out var _)));
        Assert.False(_breaker.IsOpen);
        Assert.Null(_breaker.OpenedAt);
        Assert.Null(_breaker.RetryAt);
        Assert.Null(_breaker.LastSuccess);
    }

    [Fact]
    public void Failed_OneTooFew_StaysClosed()
    {
        Fail(2);
        Assert.False(_breaker.IsOpen);
        Assert.True(_breaker.TryEnter(out _));
    }

    [Fact]
    public void Failed_WithASuccessInBetween_StaysClosed()
    {
        Fail(2);
        _breaker.Succeeded();
        Fail(2);
        Assert.False(_breaker.IsOpen);
        Assert.Equal(_time.GetUtcNow(), _breaker.LastSuccess);
    }

    [Fact]
    public void Failed_OftenEnough_OpensForEveryone()
    {
        Fail(3);
        Assert.True(_breaker.IsOpen);
        Assert.Equal(_time.GetUtcNow(), _breaker.OpenedAt);
        Assert.InRange(_breaker.RetryAt!.Value, _time.GetUtcNow() + TimeSpan.FromSeconds(0.99), _time.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.False(_breaker.TryEnter(out _));
        Assert.Equal(0, _woken);
    }

    [Fact]
    public void TryEnter_AfterThePause_LetsExactlyOneProbeIn()
    {
        Fail(3);
        var pause = _breaker.RetryAt!.Value - _time.GetUtcNow();
        _time.Advance(pause - Tick);
        Assert.False(_breaker.TryEnter(out _));
        _time.Advance(Tick);
        Assert.Equal(1, _woken);
        Assert.True(_breaker.TryEnter(out _));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(_breaker.TryEnter(out var _)));
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void Failed_OfProbes_DoublesThePauseUpToTheLongest()
    {
        Fail(3);
        foreach (var seconds in new[] { 1, 2, 4, 8, 8, 8 })
        {
            Assert.Equal(seconds, (_breaker.RetryAt!.Value - _time.GetUtcNow()).TotalSeconds, 3);
            FailProbe();
        }
    }

    [Fact]
    public void Failed_WithTheLowestDraw_StillPausesHalf()
    {
        _draw = 0;
        Fail(3);
        Assert.Equal(TimeSpan.FromSeconds(0.5), _breaker.RetryAt!.Value - _time.GetUtcNow());
    }

    [Fact]
    public void Succeeded_OfAProbe_ClosesAndWakes()
    {
        Fail(3);
        FailProbe();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_breaker.TryEnter(out _));
        _breaker.Succeeded();
        Assert.Equal(3, _woken);
        Assert.False(_breaker.IsOpen);
        Assert.Null(_breaker.RetryAt);
        Assert.True(_breaker.TryEnter(out _));
        Fail(3);
        Assert.Equal(1, (_breaker.RetryAt!.Value - _time.GetUtcNow()).TotalSeconds, 3);
    }

    [Fact]
    public void Failed_OfACallFromBeforeItOpened_DoesNotCountAsTheProbe()
    {
        Assert.True(_breaker.TryEnter(out var old));
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter(out var probe));
        var retryAt = _breaker.RetryAt;
        _breaker.Failed(old);
        Assert.Equal(retryAt, _breaker.RetryAt);
        _breaker.Failed(probe);
        Assert.NotEqual(retryAt, _breaker.RetryAt);
    }

    [Fact]
    public void Failed_OfCallsFromBeforeItClosed_DoesNotOpenItAgain()
    {
        var old = Enumerable.Range(0, 9).Select(_ => _breaker.TryEnter(out var pass) ? pass : 0).ToList();
        Fail(3);
        _breaker.Succeeded();
        old.ForEach(_breaker.Failed);
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void TryEnter_WhenAProbeNeverReports_LetsTheNextInAfterALongTime()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter(out _));
        _time.Advance(Lost - Tick);
        Assert.False(_breaker.TryEnter(out _));
        _time.Advance(Tick);
        Assert.Equal(2, _woken);
        Assert.True(_breaker.TryEnter(out _));
    }

    [Fact]
    public void Left_ByTheProbe_LetsTheNextInAtOnce()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter(out var probe));
        _breaker.Left(probe);
        Assert.True(_breaker.TryEnter(out var next));
        Assert.NotEqual(probe, next);
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    public void TryEnter_AfterTheWallClockJumped_KeepsThePause()
    {
        Fail(3);
        _time.JumpWallClock(TimeSpan.FromDays(1));
        Assert.False(_breaker.TryEnter(out _));
        _time.JumpWallClock(TimeSpan.FromDays(-2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter(out _));
    }

    [Fact]
    public async Task TryEnter_FromManyThreads_LetsExactlyOneProbeIn()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var together = new Barrier(4);
        var entered = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return Enumerable.Range(0, 1000).Count(_ => _breaker.TryEnter(out var _));
            },
            TaskCreationOptions.LongRunning)));
        Assert.Equal(1, entered.Sum());
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(_breaker.TryEnter(out var pass));
            _breaker.Failed(pass);
        }
    }

    private void FailProbe()
    {
        _time.Advance(_breaker.RetryAt!.Value - _time.GetUtcNow());
        Assert.True(_breaker.TryEnter(out var pass));
        _breaker.Failed(pass);
    }
}
