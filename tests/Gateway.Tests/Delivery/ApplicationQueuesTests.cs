using Microsoft.Extensions.Logging;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Applications come, change and go while events flow.</summary>
public sealed class ApplicationQueuesTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ScriptedApplication _first = new();
    private readonly ScriptedApplication _second = new();
    private readonly MemoryStore _store = new();
    private readonly LaneQueues _queues = new();
    private readonly LoggerFactory _loggers = new();
    private readonly LogList _log = new();
    private readonly DeliveryClient _client = new(TimeProvider.System);
    private readonly SettingsHolder _settings = new(new GatewaySettings());
    private readonly ApplicationQueues _applications;

    public ApplicationQueuesTests()
    {
        _loggers.AddProvider(_log);
        _store.Subscribe(_queues.Committed);
        _applications = new ApplicationQueues(_queues, _store, new NoLedger(), _client, _settings, TimeProvider.System, DeliveryRig.Metrics, _loggers);
    }

    public async ValueTask DisposeAsync()
    {
        await _queues.StopAsync(Patience);
        _applications.Dispose();
        _client.Dispose();
        _loggers.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Reload_UnderLoad_DeliversEveryEventOnceInOrder()
    {
        const int Events = 1200;
        await _applications.StartAsync();
        await PutAsync(("a", _first.Url, 8), ("b", _first.Url, 8));
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < Events; i++)
            {
                _store.Commit(DeliveryRig.Event($"{i % 20}", $"e{i}", i % 2 == 0 ? "app:a" : "app:b"));
            }
        });
        for (var round = 0; round < 12; round++)
        {
            var url = round % 2 == 0 ? _second.Url : _first.Url;
            await PutAsync(("a", url, 1 + round));
            await PutAsync(("a", url, 16), ("b", url, 4), ("c", url, 1));
        }

        await writing;
        await Task.WhenAny(_first.Moments.WhenAsync(AllCame), _second.Moments.WhenAsync(AllCame));
        await _queues.StopAsync(Patience);
        Assert.All(_store.Rows, row => Assert.Equal((MessageState.Completed, 1), (row.State, row.Ends)));
        Assert.Equal(Events, _first.Accepted.Concat(_second.Accepted).Distinct().Count());
        Assert.Equal(Events, _first.Accepted.Count + _second.Accepted.Count);

        bool AllCame() => _first.Accepted.Count + _second.Accepted.Count >= Events;
    }

    /// <summary>What was done but not saved when an application went is not done again when it comes back.</summary>
    [Fact]
    public async Task Reload_TakenOutAndBack_RepeatsNothing()
    {
        _store.AppliesAtOnce = false;
        await _applications.StartAsync();
        await PutAsync(("a", _first.Url, 4));
        for (var i = 0; i < 30; i++)
        {
            _store.Commit(DeliveryRig.Event($"{i}", $"e{i}", "app:a"));
        }

        await _first.Moments.WhenAsync(() => _first.Accepted.Count == 30);
        await PutAsync();
        Assert.Empty(_queues.All);
        _store.Commit(DeliveryRig.Event("1", "late", "app:a"));
        await PutAsync(("a", _first.Url, 4));
        await _first.Moments.WhenAsync(() => _first.CountOf("late") == 1);
        Assert.Equal(31, _first.Came.Count);
    }

    [Fact]
    public async Task Reload_OneApplicationFails_HoldsUpNeitherTheOthersNorLaterReloads()
    {
        await _applications.StartAsync();
        var settings = Settings(("bad", _first.Url, 4), ("good", _first.Url, 4));
        settings.Applications["bad"].Secrets = ["whsec_***"];
        await PutAsync(settings);
        _store.Commit(DeliveryRig.Event("1", "one", "app:good"), DeliveryRig.Event("2", "two", "app:bad"));
        await _first.Moments.WhenAsync(() => _first.CountOf("one") == 1);
        Assert.Contains(4105, _log.Ids);
        await PutAsync(("bad", _first.Url, 4), ("good", _first.Url, 4));
        await _first.Moments.WhenAsync(() => _first.CountOf("two") == 1);
    }

    [Fact]
    public async Task Remove_StoreCannotSave_StillTakesLaterChanges()
    {
        await _applications.StartAsync();
        await PutAsync(("a", _first.Url, 4));
        _store.OnFlush = () => throw new StoreException("full");
        await PutAsync(("b", _first.Url, 4));
        Assert.Contains(4106, _log.Ids);
        Assert.Equal("app:b", Assert.Single(_queues.All).Name);
    }

    [Fact]
    public async Task Start_EventsOfNobody_AreReported()
    {
        _store.Store(DeliveryRig.Event("1", "x", "app:forgotten"));
        await _applications.StartAsync();
        Assert.Contains(4103, _log.Ids);
    }

    [Fact]
    public async Task Remove_EventsLeftWaiting_AreReported()
    {
        await _applications.StartAsync();
        _first.Behaviour = _ => (500, "");
        await PutAsync(("a", _first.Url, 1));
        _store.Commit(DeliveryRig.Event("1", "x", "app:a"));
        await PutAsync();
        Assert.Contains(4103, _log.Ids);
    }

    [Fact]
    public async Task Trouble_ServesNothing_IsSaidUntilTheAddressChanges()
    {
        _first.Behaviour = _ => (500, "");
        await _applications.StartAsync();
        await PutAsync(("a", _first.Url, 16));
        for (var i = 0; i < 16; i++)
        {
            _store.Commit(DeliveryRig.Event($"{i}", $"e{i}", "app:a"));
        }

        await _first.Moments.WhenAsync(() => _applications.Trouble("a") is not null || _first.Came.Count > 10);
        await PutAsync(("a", _second.Url, 16));
        await _second.Moments.WhenAsync(() => _second.Accepted.Count == 16);
        Assert.Null(_applications.Trouble("a"));
        Assert.Null(_applications.Trouble("unknown"));
    }

    private static GatewaySettings Settings(params (string Name, string Url, int Concurrency)[] applications)
    {
        var settings = new GatewaySettings { Delivery = new DeliveryOptions { FirstPauseSeconds = 0.05, ProbeFirstSeconds = 0.05 } };
        foreach (var (name, url, concurrency) in applications)
        {
            settings.Applications[name] = new ApplicationOptions { Url = url, Concurrency = concurrency };
        }

        return settings;
    }

    private Task PutAsync(params (string Name, string Url, int Concurrency)[] applications) => PutAsync(Settings(applications));

    private Task PutAsync(GatewaySettings settings)
    {
        _settings.Replace(settings);
        return _applications.Applied.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
