using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating.Actions;
using Relevo.Gateway.Operating.ByHand;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Records;
using Relevo.Resilience.Scaling;
using Relevo.Tests.Shared;
using Record = Relevo.Resilience.Records.Record;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>What was set by hand is there after a restart, for the time that was left of it.</summary>
public sealed class HandMemoryTests
{
    private readonly ManualTime _time = new();
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Restart_WithMuchSetByHand_HasItAgain()
    {
        using (var first = await StartAsync())
        {
            first.Control.Set(HealthLevel.Critical, "ops");
            first.Control.Maintain("we move");
            first.Scale.AskWorkers(20);
            first.Addresses.AreActive = true;
            first.Addresses.Isolate("default");
            await first.StopAsync();
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        using var second = await StartAsync();
        Assert.Equal((HealthLevel.Critical, "ops", "we move"), (second.Control.State.ByHand!.Level, second.Control.State.ByHand.By, second.Control.State.MaintenanceReason));
        Assert.Equal((20, true), (second.Scale.State.AskedWorkers, second.Addresses.AreActive));
        Assert.Equal(["default"], second.Addresses.Isolated);

        _time.Advance(TimeSpan.FromMinutes(41)); // an hour after it was set
        second.Control.Look();
        Assert.Null(second.Control.State.ByHand);
        Assert.Equal("we move", second.Control.State.MaintenanceReason);
        _time.Advance(TimeSpan.FromHours(23));
        second.Scale.Look();
        Assert.Equal(0, second.Scale.State.AskedWorkers);
        await second.StopAsync();
    }

    [Fact]
    public async Task Restart_AfterItWasTakenBackOrWasOver_HasNothing()
    {
        using (var first = await StartAsync())
        {
            first.Control.Set(HealthLevel.Emergency, "ops");
            first.Control.Maintain("we move");
            first.Control.Maintain(null);
            first.Scale.AskWorkers(20);
            first.Scale.TakeBack();
            await first.StopAsync();
        }

        _time.Advance(TimeSpan.FromMinutes(61));
        using var second = await StartAsync();
        Assert.Equal((null, null, 0), (second.Control.State.ByHand, second.Control.State.MaintenanceReason, second.Scale.State.AskedWorkers));
        await second.StopAsync();
    }

    [Fact]
    public async Task Restart_DuringMaintenanceOfAPlaybook_LeavesItToTheLevel()
    {
        using (var first = await StartAsync())
        {
            await first.Maintenance.RunAsync(Context, new Dictionary<string, string>(), CancellationToken.None);
            first.Addresses.AreActive = true;
            await first.StopAsync();
        }

        using var second = await StartAsync();
        Assert.Equal((null, true), (second.Control.State.MaintenanceReason, second.Addresses.AreActive));
        await second.StopAsync();
    }

    [Fact]
    public async Task Restart_DuringMaintenanceOfAPlaybookRunByHand_HasItAgain()
    {
        using (var first = await StartAsync())
        {
            await first.Maintenance.RunAsync(Context with { IsByHand = true }, new Dictionary<string, string>(), CancellationToken.None);
            await first.StopAsync();
        }

        using var second = await StartAsync();
        Assert.Contains("by hand", second.Control.State.MaintenanceReason, StringComparison.Ordinal);
        Assert.False(second.Maintenance.Holds);
        await second.StopAsync();
    }

    [Theory]
    [InlineData("no document")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"restrictions\":{\"level\":\"Unheard\"}}")]
    public async Task Start_DocumentOfAnotherHand_IsLeftOut(string json)
    {
        await _records.PutAsync(new Record("by-hand", "now", _time.GetUtcNow(), json), CancellationToken.None);
        using var bed = await StartAsync();
        Assert.Equal((null, null), (bed.Control.State.ByHand, bed.Control.State.MaintenanceReason));
        await bed.StopAsync();
    }

    [Fact]
    public async Task Start_StoreThatDoesNotAnswer_GoesOnAndRestoresLater()
    {
        using (var first = await StartAsync())
        {
            first.Control.Maintain("we move");
            await first.StopAsync();
        }

        _records.Hold = new TaskCompletionSource();
        using var second = Create();
        var starting = second.Memory.StartAsync(CancellationToken.None);
        while (!starting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Null(second.Control.State.MaintenanceReason);
        var restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        second.Control.SetByHand += () => restored.TrySetResult();
        _records.Hold.SetResult();
        await restored.Task;
        Assert.Equal("we move", second.Control.State.MaintenanceReason);
        await second.StopAsync();
    }

    private static PlaybookContext Context => new("run", HealthLevel.Emergency, HealthLevel.Emergency, [], [], 1);

    private async Task<Bed> StartAsync()
    {
        var bed = Create();
        await bed.Memory.StartAsync(CancellationToken.None);
        return bed;
    }

    private Bed Create() => new(_records, _time);

    private sealed class Bed : IDisposable
    {
        public Bed(IRecordStore records, TimeProvider time)
        {
            Control = new DegradationControl([], static () => new DegradationOptions(), static () => null, time, NullLogger<DegradationControl>.Instance);
            Scale = new WorkerScale(static () => new ScalingOptions(), time);
            Maintenance = new MaintenanceAction(new Lazy<DegradationControl>(Control), static _ => false);
            Memory = new HandMemory(Control, Scale, Addresses, Maintenance, records, time, NullLogger<HandMemory>.Instance);
        }

        public DegradationControl Control { get; }

        public WorkerScale Scale { get; }

        public BackupSwitch Addresses { get; } = new();

        public MaintenanceAction Maintenance { get; }

        public HandMemory Memory { get; }

        public Task StopAsync() => Memory.StopAsync(CancellationToken.None);

        public void Dispose() => Memory.Dispose();
    }
}
