using Relevo.Resilience.Records;
using Record = Relevo.Resilience.Records.Record;

namespace Relevo.Resilience.Tests.Notifications.Support;

/// <summary>The store as one process sees it: it can fail, hang, and be cut off as by a kill.</summary>
internal sealed class ProcessRecords(MemoryRecords records) : IRecordStore
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    /// <summary>Writes that ended well.</summary>
    public int Written => Volatile.Read(ref _written);

    public bool Fails { get; set; }

    /// <summary>Answers nothing, and cares for no token.</summary>
    public bool Hangs { get; set; }

    /// <summary>Hangs when a record to be written is like this.</summary>
    public Func<Record, bool> HangsAt { get; set; } = _ => false;

    /// <summary>A write goes on after this.</summary>
    public Func<Record, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task PutAsync(Record record, CancellationToken cancellation)
    {
        await Before(record);
        await CallAsync(HangsAt(record));
        records.Put(record);
        Interlocked.Increment(ref _written);
    }

    public async Task<Record?> FindAsync(string kind, string id, CancellationToken cancellation)
    {
        await CallAsync(isHang: false);
        return records.Find(kind, id);
    }

    public async Task<IReadOnlyList<Record>> ListAsync(string kind, int limit, CancellationToken cancellation)
    {
        await CallAsync(isHang: false);
        return records.List(kind, limit);
    }

    public async Task RemoveAsync(string kind, string id, CancellationToken cancellation)
    {
        await CallAsync(isHang: false);
        records.Remove(kind, id);
    }

    public async Task TrimAsync(string kind, int keep, CancellationToken cancellation)
    {
        await CallAsync(isHang: false);
        foreach (var old in records.List(kind, int.MaxValue).Skip(keep))
        {
            records.Remove(kind, old.Id);
        }
    }

    private async Task CallAsync(bool isHang)
    {
        if (Hangs || isHang)
        {
            await _never.Task;
        }

        if (Fails)
        {
            throw new RecordStoreException("disk secret-path full");
        }
    }
}
