using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Which of its addresses an application is called at.</summary>
public sealed class EndpointsTests
{
    private const int Failures = 3;
    private readonly ManualTime _time = new();
    private int _mayEnter;

    [Fact]
    public void TryEnter_AllWell_UsesTheFirst()
    {
        using var endpoints = New();
        Assert.Equal("http://primary/", Enter(endpoints).Url);
        Assert.Null(endpoints.DownSince);
    }

    [Fact]
    public void Failed_Often_TheBackupTakesOverAndThePrimaryIsTakenBack()
    {
        using var endpoints = New();
        Fail(endpoints, Failures);
        Assert.Equal("http://backup/", Enter(endpoints).Url);
        Assert.False(endpoints.AllOpen);

        _time.Advance(TimeSpan.FromSeconds(1)); // its probe is due
        var probe = Enter(endpoints);
        Assert.Equal("http://primary/", probe.Url);
        Assert.Equal("http://backup/", Enter(endpoints).Url);
        endpoints.Failed(probe.Pass, _time.GetUtcNow());
        Assert.Equal("http://backup/", Enter(endpoints).Url);

        _time.Advance(TimeSpan.FromSeconds(2));
        probe = Enter(endpoints);
        Assert.Equal("http://primary/", probe.Url);
        endpoints.Succeeded(probe.Pass);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal("http://primary/", Enter(endpoints).Url));
    }

    [Fact]
    public void Failed_All_LetsOneProbeInAtATimeAndTellsWhenItMay()
    {
        using var endpoints = New();
        Fail(endpoints, Failures * 2);
        Assert.True(endpoints.AllOpen);
        Assert.Equal(_time.GetUtcNow(), endpoints.DownSince);
        Assert.False(endpoints.TryEnter(out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _mayEnter);
        var probe = Enter(endpoints);
        Enter(endpoints); // the other address has a probe of its own
        Assert.False(endpoints.TryEnter(out _));
        endpoints.Left(probe.Pass);
        Assert.Equal(probe.Url, Enter(endpoints).Url);
    }

    [Fact]
    public void Succeeded_AfterAnOutage_RemembersIt()
    {
        using var endpoints = New();
        var before = _time.GetUtcNow();
        Assert.False(endpoints.WasDownSince(before));
        _time.Advance(TimeSpan.FromSeconds(1));
        Fail(endpoints, Failures * 2);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(endpoints.WasDownSince(_time.GetUtcNow())); // it still is
        endpoints.Succeeded(Enter(endpoints).Pass);
        Assert.True(endpoints.WasDownSince(before));
        Assert.True(endpoints.ServedSince(before));
        Assert.False(endpoints.WasDownSince(_time.GetUtcNow()));
        Assert.False(endpoints.ServedSince(_time.GetUtcNow()));
        Assert.Null(endpoints.DownSince);
    }

    [Fact]
    public void Left_PassOfOtherEndpoints_IsHarmless()
    {
        using var endpoints = New();
        using var one = new Endpoints(new ApplicationOptions { Url = "http://only/" }, new DeliveryOptions(), _time, () => { });
        Fail(endpoints, Failures);
        var pass = Enter(endpoints).Pass;
        Assert.Equal("http://only/", one.Url(pass).ToString());
        one.Left(pass);
        one.Failed(pass, _time.GetUtcNow());
        one.Succeeded(pass);
        Assert.True(one.TryEnter(out _));
    }

    [Fact]
    public void Dispose_CallsStillUnderWay_MayReport()
    {
        var endpoints = New();
        var pass = Enter(endpoints).Pass;
        endpoints.Dispose();
        for (var i = 0; i < Failures * 2; i++)
        {
            endpoints.Failed(pass, _time.GetUtcNow());
        }

        endpoints.Succeeded(pass);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public void AsksFirstLast_TheFirstIsUsedOnlyWhenNoOtherServes()
    {
        var addresses = new BackupSwitch();
        using var endpoints = new Endpoints(Application(), new DeliveryOptions { BreakerFailures = Failures }, _time, () => { }) { AsksFirstLast = () => addresses.AsksFirstLast("shop") };
        Assert.True(addresses.Isolate("shop"));
        Assert.False(addresses.Isolate("shop"));
        Assert.False(addresses.AsksFirstLast("other"));
        Assert.Equal("http://backup/", Enter(endpoints).Url);
        Fail(endpoints, Failures);
        Assert.Equal("http://primary/", Enter(endpoints).Url);
        Assert.True(addresses.Readmit("shop"));
        Assert.False(endpoints.IsFirstFailing);
        Fail(endpoints, Failures);
        Assert.True(endpoints.IsFirstFailing);
    }

    private static ApplicationOptions Application() => new() { Url = "http://primary", BackupUrls = ["http://backup"] };

    private Endpoints New() => new(
        Application(),
        new DeliveryOptions { BreakerFailures = Failures },
        _time,
        () => _mayEnter++);

    private static (string Url, long Pass) Enter(Endpoints endpoints)
    {
        Assert.True(endpoints.TryEnter(out var pass));
        return (endpoints.Url(pass).ToString(), pass);
    }

    private void Fail(Endpoints endpoints, int times)
    {
        for (var i = 0; i < times; i++)
        {
            endpoints.Failed(Enter(endpoints).Pass, _time.GetUtcNow());
        }
    }
}
