using Relevo.Resilience.Records;
using Record = Relevo.Resilience.Records.Record; // xunit has one too

namespace Relevo.Resilience.Tests.Records;

/// <summary>Keeps documents in memory, and fails, hangs or blocks when the test says so.</summary>
internal sealed class MemoryRecords : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Id), Record> _records = [];
    private int _puts;

    /// <summary>Runs before every call: may throw, hang, or block.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public int Puts => Volatile.Read(ref _puts);

    public IReadOnlyList<Record> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values.OrderByDescending(record => record.AtUtc)];
            }
        }
    }

    public void Fail() => Before = () => throw new RecordStoreException("The disk is full.");

    public void Mend() => Before = () => Task.CompletedTask;

    public async Task PutAsync(Record record, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _puts);
        await Before();
        lock (_gate)
        {
            _records[(record.Kind, record.Id)] = record;
        }
    }

    public async Task<Record?> FindAsync(string kind, string id, CancellationToken cancellation)
    {
        await Before();
        lock (_gate)
        {
            return _records.GetValueOrDefault((kind, id));
        }
    }

    public async Task<IReadOnlyList<Record>> ListAsync(string kind, int limit, CancellationToken cancellation)
    {
        await Before();
        return [.. All.Where(record => record.Kind == kind).Take(limit)];
    }

    public async Task RemoveAsync(string kind, string id, CancellationToken cancellation)
    {
        await Before();
        lock (_gate)
        {
            _records.Remove((kind, id));
        }
    }

    public async Task TrimAsync(string kind, int keep, CancellationToken cancellation)
    {
        await Before();
        lock (_gate)
        {
            foreach (var old in All.Where(record => record.Kind == kind).Skip(keep))
            {
                _records.Remove((kind, old.Id));
            }
        }
    }
}
