using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Health.Readings;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Tests.Health;

public sealed class StoreGaugesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_OfBothKinds_AddsThemUp()
    {
        var (port, store) = FakeStore.Create();
        store.Counts = sends => sends
            ? new StoreCounts(10, 0, 0, 0, [1, 0, 2, 0, 0], 3, 4, Noon)
            : new StoreCounts(20, 5, 0, 0, [0, 0, 10, 0, 0], 3, 2, Noon.AddSeconds(-5));
        var gauges = new StoreGauges(port, NullLogger<StoreGauges>.Instance);
        Assert.Null(gauges.Last);
        gauges.Read();
        var reading = gauges.Last!;
        Assert.Equal([1, 0, 12, 0, 0], Enumerable.Range(0, 5).Select(reading.Waiting));
        Assert.Equal(6, reading.Delayed);
        Assert.Equal(6, reading.Parked);
        Assert.Equal(Noon.AddSeconds(-5), reading.OldestUtc);
        Assert.Equal(0, reading.Events.Gap);
        Assert.Equal(0, reading.Sends.Gap);
    }

    [Fact]
    public void Read_WhenTheStoreFails_KeepsTheLastReading()
    {
        var (port, store) = FakeStore.Create();
        var gauges = new StoreGauges(port, NullLogger<StoreGauges>.Instance);
        gauges.Read();
        var last = gauges.Last;
        store.Counts = _ => throw new StoreException("closed");
        gauges.Read();
        Assert.Same(last, gauges.Last);
    }

    [Fact]
    public async Task Run_WithAStoreThatHangs_HoldsUpNobody()
    {
        using var release = new ManualResetEventSlim();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (port, store) = FakeStore.Create();
        store.Counts = _ =>
        {
            began.TrySetResult();
            release.Wait();
            return new StoreCounts(0, 0, 0, 0, [], 0, 0, null);
        };
        var gauges = new StoreGauges(port, NullLogger<StoreGauges>.Instance);
        await using var keeper = new LoopKeeper(new ComplaintBook(), TimeProvider.System, NullLogger<LoopKeeper>.Instance);
        keeper.Keep(new LoopPlan("counts", gauges.RunAsync));
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(gauges.Last);
        await keeper.ReleaseAsync("counts").WaitAsync(TimeSpan.FromSeconds(30));
        release.Set();
    }
}
