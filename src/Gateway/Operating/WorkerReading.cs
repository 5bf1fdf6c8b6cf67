using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Health.Vitals;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating;

/// <summary>How busy the workers of events are. Of several applications the busiest one counts: what is idle elsewhere does not help it.</summary>
internal sealed class WorkerReading(LaneQueues queues, WorkerScale scale, StoreGauges gauges, SettingsHolder settings, TimeProvider time)
{
    private readonly CpuMeter _cpu = new(time);

    /// <summary>Reads; the processor time is that since the last reading.</summary>
    public ScaleReading Read()
    {
        var (usual, workers, busy) = Busiest();
        var oldest = gauges.Last?.Events.OldestUtc is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        return new ScaleReading(usual, workers, busy, oldest, _cpu.Read());
    }

    private (int Usual, int Workers, int Busy) Busiest()
    {
        var applications = settings.Current.Applications;
        return queues.All
            .Select(queue => (Queue: queue, Usual: applications.FirstOrDefault(a => Queues.ForApplication(a.Key) == queue.Name).Value?.Concurrency))
            .Where(each => each.Usual is not null)
            .Select(each => (Usual: each.Usual!.Value, Workers: scale.Of(each.Usual.Value), Busy: each.Queue.Active))
            .OrderByDescending(each => (double)each.Busy / each.Workers)
            .FirstOrDefault();
    }
}
