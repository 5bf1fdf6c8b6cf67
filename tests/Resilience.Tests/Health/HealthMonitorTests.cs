using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Health;

public sealed class HealthMonitorTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.125);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly HealthMonitorOptions Options = new() { Times = _ => new CheckTimes(TimeSpan.FromSeconds(0.5), Deadline, TimeSpan.FromSeconds(0.125)) };

    private readonly ManualTime _time = new();
    private readonly ComplaintBook _complaints = new();
    private readonly LevelList _logger = new();
    private readonly HealthMonitor _monitor;
    private readonly FakeCheck _store = new("store");
    private readonly FakeCheck _lanes = new("lanes");
    private readonly FakeCheck _provider = new("provider", isCritical: false);
    private bool _storeHangs;

    public HealthMonitorTests() =>
        _monitor = new HealthMonitor(Options, _complaints, _time, _logger);

    private int Hanging => _storeHangs && _monitor.Snapshot.Find("store")!.Message == "not checked yet" ? 1 : 0;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _monitor.DisposeAsync();

    [Fact]
    public async Task Watch_WithGoodChecks_IsHealthyAndListsThemInOrder()
    {
        _monitor.Watch([_store, _lanes, _provider]);
        Assert.Equal(["store", "lanes", "provider"], _monitor.Snapshot.Components.Select(c => c.Name));
        await UntilAsync(() => _monitor.Snapshot.Components.All(c => c.Message == "fine"));
        Assert.Equal(HealthLevel.Healthy, _monitor.Snapshot.Level);
    }

    [Fact]
    public async Task Watch_WithACriticalFault_EntersCriticalAndLeavesItAfterQuiet()
    {
        var changes = new List<(HealthLevel From, HealthLevel To)>();
        _monitor.LevelChanged += change => changes.Add((change.From, change.To));
        _store.Fail("disk full");
        _monitor.Watch([_store, _lanes]);
        await UntilAsync(() => _monitor.Snapshot.Level == HealthLevel.Critical);
        Assert.Equal("disk full", _monitor.Snapshot.Find("store")!.Message);

        var repaired = _monitor.Uptime;
        _store.Body = _ => Task.FromResult(CheckResult.Good("fine"));
        await UntilAsync(() => _monitor.Snapshot.Level == HealthLevel.Healthy);
        Assert.True(_monitor.Uptime - repaired >= TimeSpan.FromSeconds(9));
        Assert.Equal([(HealthLevel.Healthy, HealthLevel.Critical), (HealthLevel.Critical, HealthLevel.Healthy)], changes);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _logger.Levels); // a recovery is no warning
    }

    [Fact]
    public async Task Watch_WithOneCheckThatHangs_GoesOnCheckingTheOthers()
    {
        _storeHangs = true;
        _store.Hang();
        _monitor.Watch([_store, _lanes]);
        await UntilAsync(() => !_monitor.Snapshot.Find("store")!.IsUp);
        var looks = _lanes.Started;
        await UntilAsync(() => _lanes.Started > looks + 5);
        Assert.Equal(1, _store.Started);
        Assert.Contains("did not answer within 1 s", _monitor.Snapshot.Find("store")!.Message, StringComparison.Ordinal);
        Assert.True(_monitor.Snapshot.Find("lanes")!.IsUp);
        Assert.Equal(HealthLevel.Critical, _monitor.Snapshot.Level);
    }

    [Fact]
    public async Task Watch_WithTwoCriticalFaults_IsAnEmergency()
    {
        _store.Fail();
        _lanes.Fail();
        _monitor.Watch([_store, _lanes, _provider]);
        await UntilAsync(() => _monitor.Snapshot.Level == HealthLevel.Emergency);
    }

    [Fact]
    public void Raise_OfAComplaint_ChangesTheLevelAtOnce()
    {
        _complaints.Raise(new Complaint("settings", HealthLevel.Degraded, "The new file has an error in line 7."));
        Assert.Equal(HealthLevel.Degraded, _monitor.Snapshot.Level);
        Assert.Equal("settings", _monitor.Snapshot.Complaints.Single().Source);
        _complaints.Withdraw("settings");
        Assert.Empty(_monitor.Snapshot.Complaints);
        Assert.Equal(HealthLevel.Degraded, _monitor.Snapshot.Level);
    }

    [Fact]
    public async Task Watch_Again_KeepsWhatItKnowsAndForgetsWhoIsGone()
    {
        _store.Fail();
        _monitor.Watch([_store, _provider]);
        await UntilAsync(() => !_monitor.Snapshot.Find("store")!.IsUp);
        _monitor.Watch([new FakeCheck("store"), _lanes]);
        Assert.False(_monitor.Snapshot.Find("store")!.IsUp);
        Assert.Null(_monitor.Snapshot.Find("provider"));
        await UntilAsync(() => _monitor.Snapshot.Find("lanes")!.Message == "fine");
    }

    [Fact]
    public async Task LevelChanged_WithAListenerThatThrows_DoesNotEndTheWatch()
    {
        _monitor.LevelChanged += _ => throw new InvalidOperationException();
        _store.Fail();
        _monitor.Watch([_store]);
        await UntilAsync(() => _monitor.Snapshot.Level == HealthLevel.Critical);
        var looks = _store.Started;
        await UntilAsync(() => _store.Started > looks + 2);
    }

    [Fact]
    public async Task DisposeAsync_WithACheckThatHangs_DoesNotWaitForIt()
    {
        _storeHangs = true;
        _store.Hang();
        _monitor.Watch([_store]);
        await _time.WhenArmedAsync(1).WaitAsync(TimeSpan.FromSeconds(30));
        await _monitor.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(_monitor.Snapshot.Components);
    }

    // The end of a level that is held has a timer of its own.
    private int HoldTimers => _monitor.Snapshot.Held is null ? 0 : 1;

    // Moves the clock only while every loop rests, so that a busy machine makes no check look slow. What hangs for the
    // first time rests in its deadline.
    private async Task UntilAsync(Func<bool> isTrue)
    {
        for (var step = 0; step < 10_000; step++)
        {
            if (isTrue())
            {
                return;
            }

            var loops = _monitor.Snapshot.Components.Count;
            await _time.WhenAsync(armed => armed.Count == loops + HoldTimers && armed.Count(t => t == Deadline) <= Hanging).WaitAsync(TimeSpan.FromSeconds(30));
            _time.Advance(Step);
        }

        Assert.Fail("It never came to that.");
    }

    private sealed class LevelList : ILogger<HealthMonitor>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
