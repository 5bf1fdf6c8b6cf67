using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating.Actions;
using Relevo.Gateway.Operating.Standby;
using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Scaling;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>A step that is undone takes back what it did, and neither what was so before nor what a person set meanwhile.</summary>
public sealed class StepUndoTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly Dictionary<string, string> OneNumber = new() { ["number"] = "main" };
    private readonly ManualTime _time = new();
    private readonly ServiceProvider _parts = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BackupSwitch _addresses = new();
    private readonly PlaybookContext _step = new("run", HealthLevel.Critical, HealthLevel.Critical, [], [], 1);
    private readonly NumberPool _pool;
    private readonly BackupSet _backups;
    private readonly WorkerScale _scale;
    private readonly ActivateBackupsAction _activate;
    private readonly IsolateNumberAction _isolate;
    private readonly ScaleWorkersAction _more;

    public StepUndoTests()
    {
        var settings = new GatewaySettings
        {
            Applications = new Dictionary<string, ApplicationOptions> { ["shop"] = new() { Url = "http://primary", BackupUrls = ["http://backup"] } },
        };
        _pool = new NumberPool(new(), new MemoryContacts(), _time, _parts.GetRequiredService<IMeterFactory>(), NullLogger<NumberPool>.Instance);
        _pool.Configure([Number("main"), Number("spare") with { IsBackup = true }]);
        _backups = new BackupSet(_pool, _addresses, new SettingsHolder(settings));
        _scale = new WorkerScale(static () => new ScalingOptions(), _time);
        _activate = new ActivateBackupsAction(new Lazy<BackupSet>(_backups));
        _isolate = new IsolateNumberAction(new Lazy<NumberPool>(_pool));
        _more = new ScaleWorkersAction(new Lazy<WorkerScale>(_scale));
    }

    private (bool Numbers, bool Addresses) Active => (_backups.Read().NumbersActive, _backups.Read().ApplicationsActive);

    private bool IsDrained => _pool.Find("main")!.IsDrainedByHand;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _parts.DisposeAsync();
    }

    [Fact]
    public async Task Backups_OfTheStepAlone_AreBackupsAgain()
    {
        await RunAsync(_activate, Nothing);
        Assert.Equal((true, true), Active);
        Assert.Equal(ActionResult.Done, await UndoAsync(_activate, Nothing));
        Assert.Equal((false, false), Active);
    }

    [Fact]
    public async Task Backups_AllActiveBefore_StayActive()
    {
        await _backups.ActivateAsync(withApplications: true, default);
        Assert.Equal(ActionResult.NothingToDo, await RunAsync(_activate, Nothing));
        Assert.Equal(ActionResult.NothingToDo, await UndoAsync(_activate, Nothing));
        Assert.Equal((true, true), Active);
    }

    [Fact]
    public async Task Backups_SomeActiveBefore_OnlyTheOthersAreTakenBack()
    {
        await _backups.ActivateAsync(withApplications: false, default);
        _addresses.Isolate("shop");
        await RunAsync(_activate, Nothing);
        await UndoAsync(_activate, Nothing);
        Assert.Equal((true, false), Active);
        Assert.Equal(["shop"], _addresses.Isolated);
    }

    [Fact]
    public async Task Backups_ActivatedByAPersonMeanwhile_StayActive()
    {
        await RunAsync(_activate, Nothing);
        await _backups.ActivateAsync(withApplications: true, default);
        await UndoAsync(_activate, Nothing);
        Assert.Equal((true, true), Active);
    }

    [Fact]
    public async Task Number_OfTheStepAlone_TakesConversationsAgain()
    {
        await RunAsync(_isolate, OneNumber);
        Assert.True(IsDrained);
        Assert.Equal(ActionResult.Done, await UndoAsync(_isolate, OneNumber));
        Assert.False(IsDrained);
    }

    [Fact]
    public async Task Number_DrainedByAPersonBefore_StaysDrained()
    {
        await _pool.DrainAsync("main", default);
        Assert.Equal(ActionResult.NothingToDo, await RunAsync(_isolate, OneNumber));
        await UndoAsync(_isolate, OneNumber);
        Assert.True(IsDrained);
    }

    [Fact]
    public async Task Number_DrainedByAPersonMeanwhile_StaysDrained()
    {
        await RunAsync(_isolate, OneNumber);
        await _pool.DrainAsync("main", default);
        await UndoAsync(_isolate, OneNumber);
        Assert.True(IsDrained);
    }

    [Fact]
    public async Task Number_ActivatedByAPersonBefore_StaysActivated()
    {
        await _pool.ActivateAsync("spare", default);
        var spare = new Dictionary<string, string> { ["number"] = "spare" };
        await RunAsync(_isolate, spare);
        await UndoAsync(_isolate, spare);
        Assert.Equal((true, false), (_pool.Find("spare")!.IsActivatedByHand, _pool.Find("spare")!.IsDrainedByHand));
    }

    [Fact]
    public async Task Workers_OfTheStepAlone_AreTakenAway()
    {
        await RunAsync(_more, Nothing);
        Assert.Equal(130, _scale.Of(100));
        Assert.Equal(ActionResult.Done, await UndoAsync(_more, Nothing));
        Assert.Equal((100, null), (_scale.Of(100), _scale.State.UntilUtc));
    }

    [Fact]
    public async Task Workers_AskedForBefore_StayForTheirTime()
    {
        _scale.AskWorkers(20);
        _scale.AskPercent(10);
        var until = _scale.State.UntilUtc;
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync(_more, Nothing);
        Assert.Equal(150, _scale.Of(100));
        await UndoAsync(_more, Nothing);
        Assert.Equal((130, until), (_scale.Of(100), _scale.State.UntilUtc));
    }

    [Fact]
    public async Task Workers_AskedForMeanwhile_StayForTheirTime()
    {
        await RunAsync(_more, Nothing);
        var until = _scale.AskWorkers(20).UntilUtc;
        await UndoAsync(_more, Nothing);
        Assert.Equal((120, until), (_scale.Of(100), _scale.State.UntilUtc));
    }

    [Fact]
    public async Task Workers_TakenBackMeanwhile_AreLeftAlone()
    {
        await RunAsync(_more, Nothing);
        _scale.TakeBack();
        _scale.AskPercent(50);
        Assert.Equal(ActionResult.NothingToDo, await UndoAsync(_more, Nothing));
        Assert.Equal(150, _scale.Of(100));
    }

    private static NumberDefinition Number(string name) => new() { Name = name, Provider = "meta", Limits = new NumberLimits(NumberLimits.CloudApi, 72, 8) };

    private async Task<ActionResult> RunAsync(IUndoableAction action, Dictionary<string, string> arguments) => (await action.RunAsync(_step, arguments, default)).Result;

    private async Task<ActionResult> UndoAsync(IUndoableAction action, Dictionary<string, string> arguments) => (await action.UndoAsync(_step, arguments, default)).Result;
}
