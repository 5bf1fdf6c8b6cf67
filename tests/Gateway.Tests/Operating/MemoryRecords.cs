using System.Collections.Concurrent;
using Relevo.Resilience.Records;
using Record = Relevo.Resilience.Records.Record;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>Records that outlive the parts of a test, and nothing else.</summary>
internal sealed class MemoryRecords : IRecordStore
{
    private readonly ConcurrentDictionary<(string Kind, string Id), Record> _records = new();

    /// <summary>Every reading waits for this.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public bool Holds(string kind, string id) => _records.ContainsKey((kind, id));

    public Task PutAsync(Record record, CancellationToken cancellation)
    {
        _records[(record.Kind, record.Id)] = record;
        return Task.CompletedTask;
    }

    public async Task<Record?> FindAsync(string kind, string id, CancellationToken cancellation)
    {
        await (Hold?.Task ?? Task.CompletedTask);
        return _records.GetValueOrDefault((kind, id));
    }

    public Task<IReadOnlyList<Record>> ListAsync(string kind, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Record>>([.. _records.Values.Where(r => r.Kind == kind).OrderByDescending(r => r.AtUtc).Take(limit)]);

    public Task RemoveAsync(string kind, string id, CancellationToken cancellation)
    {
        _records.TryRemove((kind, id), out _);
        return Task.CompletedTask;
    }

    public Task TrimAsync(string kind, int keep, CancellationToken cancellation) => Task.CompletedTask;
}
