using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Operating.Actions;
using Relevo.Gateway.Operating.Restarts;
using Relevo.Gateway.Tests.Api;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>The step that begins components anew.</summary>
public sealed class RestartComponentActionTests : IAsyncLifetime
{
    private static readonly PlaybookContext Step = new("run", HealthLevel.Critical, HealthLevel.Critical, [], [], 1);
    private readonly ManualTime _time = new();
    private readonly LoopKeeper _loops;
    private readonly HealthMonitor _monitor;
    private readonly RestartComponentAction _action;

    public RestartComponentActionTests()
    {
        _loops = new LoopKeeper(new ComplaintBook(), _time, NullLogger<LoopKeeper>.Instance);
        _monitor = new HealthMonitor(new HealthMonitorOptions(), new ComplaintBook(), _time, NullLogger<HealthMonitor>.Instance);
        _monitor.Watch([new StandInCheck("queue"), new StandInCheck("database")]);
        var restarts = new ComponentRestarts([new StandInPart("queue", fails: false)], _loops, _monitor);
        _action = new RestartComponentAction(new Lazy<ComponentRestarts>(restarts), new Lazy<HealthMonitor>(_monitor), _time);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await _loops.DisposeAsync();
    }

    [Fact]
    public async Task Run_OfAComponentByName_BeginsIt() => Assert.Equal(ActionOutcome.Done("queue: queue was begun anew"), await RunAsync("queue"));

    [Fact]
    public async Task Run_OfAnUnknownComponent_Fails() => Assert.Equal(ActionOutcome.Failed("no component is called ghost; there are queue, database"), await RunAsync("ghost"));

    private Task<ActionOutcome> RunAsync(string component) => _action.RunAsync(Step, new Dictionary<string, string> { ["component"] = component }, CancellationToken.None);
}
