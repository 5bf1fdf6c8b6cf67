using System.Diagnostics.Metrics;

namespace Relevo.Storage.Sqlite;

/// <summary>What the store measures of itself.</summary>
internal sealed class StoreMetrics
{
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;

    public StoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Gateway.Storage");
        _batch = meter.CreateHistogram<int>("gateway.store.batch.size", description: "Messages stored by one commit.");
        _commit = meter.CreateHistogram<double>("gateway.store.commit", unit: "s", description: "Time of one commit, inserts included.");
    }

    public void Committed(int messages, TimeSpan took)
    {
        if (messages > 0)
        {
            _batch.Record(messages);
        }

        _commit.Record(took.TotalSeconds);
    }
}
