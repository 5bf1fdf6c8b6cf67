using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Health;

public sealed class WatchedComponentTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeCheck _check = new("store");
    private readonly WatchedComponent _component;

    public WatchedComponentTests() => _component = new WatchedComponent(_check, new HealthMonitorOptions(), _time);

    public void Dispose() => _component.Dispose();

    [Fact]
    public async Task LookAsync_FromTheFaultOn_FindsItWithinASecond()
    {
        await LookAsync();
        _check.Fail();
        var known = _component.Pause; // At worst the fault came right after a look.
        while (_component.Health.IsUp)
        {
            await LookAsync();
            known += _component.Health.IsUp ? _component.Pause : TimeSpan.Zero;
        }

        Assert.True(known <= TimeSpan.FromSeconds(1), $"{known}");
        Assert.Equal(4, _check.Started);
    }

    [Fact]
    public async Task LookAsync_WhenDown_LooksAtItsUsualPace()
    {
        _check.Fail();
        for (var i = 0; i < 3; i++)
        {
            await LookAsync();
        }

        Assert.Equal(new HealthMonitorOptions().Interval, _component.Pause);
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

    private Task LookAsync() => _component.LookAsync(() => TimeSpan.Zero, CancellationToken.None);
}
