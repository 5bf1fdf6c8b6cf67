using Relevo.Gateway.Sending.Lanes;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Lanes;

public sealed class WaitersTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<ulong> _resumed = [];
    private readonly Waiters _waiters;

    public WaitersTests() => _waiters = new Waiters(_time, conversation =>
    {
        _resumed.Add(conversation);
        return true;
    });

    public void Dispose() => _waiters.Dispose();

    [Fact]
    public void Add_TimeComes_ResumesInOrderOfTime()
    {
        _waiters.Add(1, TimeSpan.FromSeconds(30));
        _waiters.Add(2, TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_resumed);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([2UL, 1UL], _resumed);
        Assert.Equal(0, _waiters.Count);
    }

    [Fact]
    public void Wake_BeforeItsTime_ResumesOnce()
    {
        _waiters.Add(1, TimeSpan.FromSeconds(30));
        _waiters.Wake(1);
        _waiters.Wake(1);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([1UL], _resumed);
    }

    [Fact]
    public void Add_AgainForLater_ForgetsTheEarlierTime()
    {
        _waiters.Add(1, TimeSpan.FromSeconds(10));
        _waiters.Wake(1);
        _waiters.Add(1, TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([1UL], _resumed);

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([1UL, 1UL], _resumed);
    }

    [Fact]
    public void WakeHomeless_ANumberCameBack_ResumesThoseWhoWaitForAny()
    {
        _waiters.Add(1, TimeSpan.FromSeconds(30), isHomeless: true);
        _waiters.Add(2, TimeSpan.FromSeconds(30));
        _waiters.WakeHomeless();

        Assert.Equal([1UL], _resumed);
    }

    [Fact]
    public void Wake_AgainAndAgain_KeepsNothing()
    {
        for (var i = 0; i < 100_000; i++)
        {
            _waiters.Add((ulong)(i % 10), TimeSpan.FromSeconds(30), isHomeless: true);
            _waiters.WakeHomeless();
        }

        Assert.InRange(_waiters.Entries, 0, 2_000);
        Assert.Equal(0, _waiters.Count);
    }

    [Fact]
    public void Add_WallClockIsSet_WaitsAsLong()
    {
        _waiters.Add(1, TimeSpan.FromSeconds(30));
        _time.JumpWallClock(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(_resumed);

        _time.JumpWallClock(TimeSpan.FromHours(-2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([1UL], _resumed);
    }
}
