using System.Collections.Concurrent;
using Relevo.Resilience.Records;
using Record = Relevo.Resilience.Records.Record;

namespace Relevo.Resilience.Tests.Notifications.Support;

/// <summary>A store that outlives the notifiers of a test.</summary>
internal sealed class MemoryRecords
{
    private readonly ConcurrentDictionary<(string Kind, string Id), Record> _records = new();

    public IReadOnlyList<Record> All => [.. _records.Values.OrderByDescending(r => r.AtUtc)];

    /// <summary>What one process sees of it.</summary>
    public ProcessRecords Open() => new(this);

    public void Put(Record record) => _records[(record.Kind, record.Id)] = record;

    public Record? Find(string kind, string id) => _records.GetValueOrDefault((kind, id));

    public IReadOnlyList<Record> List(string kind, int limit) => [.. All.Where(r => r.Kind == kind).Take(limit)];

    public void Remove(string kind, string id) => _records.TryRemove((kind, id), out _);
}
