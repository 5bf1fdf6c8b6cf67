using Relevo.Resilience.Health;
using Relevo.Resilience.Watchdogs;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Watchdogs;

public sealed class WatchdogTests : IDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(20);
    private static readonly WatchdogOptions Options = new("lanes", Stall, TimeSpan.FromSeconds(80), HealthLevel.Critical);

    private readonly ManualTime _time = new();
    private readonly List<TimeSpan> _restarts = [];
    private readonly List<Complaint?> _complaints = [];
    private readonly Watchdog _dog;
    private readonly DateTimeOffset _start;
    private Func<bool> _hasWork = () => true;
    private Action _restart = () => { };

    public WatchdogTests()
    {
        _start = _time.GetUtcNow();
        _dog = new Watchdog(Options, () => _hasWork(), Restart, _time);
        _dog.Changed += _complaints.Add;
    }

    public void Dispose() => _dog.Dispose();

    [Fact]
    public void Look_WithWorkAndProgress_LeavesItAlone()
    {
        for (var done = 1; done <= 100; done++)
        {
            _dog.Report(done);
            _time.Advance(Stall - TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_restarts);
        Assert.Empty(_complaints);
    }

    [Fact]
    public void Look_WithoutWork_LeavesItAlone()
    {
        _hasWork = () => false;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_restarts);
    }

    [Fact]
    public void Look_WithWorkThatJustCame_GivesItTheWholeTime()
    {
        _hasWork = () => false;
        _time.Advance(TimeSpan.FromMinutes(10));
        _hasWork = () => true;
        _time.Advance(Stall - TimeSpan.FromSeconds(1));
        Assert.Empty(_restarts);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_restarts);
    }

    [Fact]
    public void Look_WithWorkAndNoProgress_RestartsEverMoreSeldomAndNeverStops()
    {
        _time.Advance(TimeSpan.FromSeconds(400));
        Assert.Equal([20, 60, 140, 220, 300, 380], _restarts.Select(at => (int)at.TotalSeconds));
        Assert.Equal(HealthLevel.Critical, _dog.Complaint!.Weight);
        Assert.Equal("lanes", _dog.Complaint.Source);
        Assert.Contains("380 s", _dog.Complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_AfterProgress_WithdrawsTheComplaintAndBeginsAnew()
    {
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, _restarts.Count);
        _dog.Report(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(_dog.Complaint);
        Assert.Null(_complaints[^1]);
        _time.Advance(Stall);
        Assert.Equal(3, _restarts.Count);
    }

    [Fact]
    public void Look_WhenTheRestartThrows_SaysSoAndTriesAgain()
    {
        _restart = () => throw new InvalidOperationException("no secret here");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, _restarts.Count);
        Assert.Contains("InvalidOperationException", _dog.Complaint!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _dog.Complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_WhenNobodyCanTellWhetherThereIsWork_TakesItThatThereIs()
    {
        _hasWork = () => throw new InvalidOperationException();
        _time.Advance(Stall);
        Assert.Single(_restarts);
    }

    [Fact]
    public void Dispose_Always_EndsTheWatch()
    {
        _dog.Dispose();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_restarts);
    }

    private void Restart()
    {
        _restarts.Add(_time.GetUtcNow() - _start);
        _restart();
    }
}
