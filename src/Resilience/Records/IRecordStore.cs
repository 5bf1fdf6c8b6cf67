namespace Relevo.Resilience.Records;

/// <summary>
/// Where what happened and what was set by hand outlives the process: level changes, incidents, alarms still to be told. Small
/// documents, few of them; nothing on the way of a message. Safe from any thread. Every method throws
/// <see cref="RecordStoreException"/> when the store does not do it, within its own deadline.
/// </summary>
public interface IRecordStore
{
    /// <summary>Saves a document, or replaces the one of its kind and id. Durable when the task completes.</summary>
    Task PutAsync(Record record, CancellationToken cancellation);

    /// <summary>One document, or null.</summary>
    Task<Record?> FindAsync(string kind, string id, CancellationToken cancellation);

    /// <summary>The documents of a kind, the newest first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<Record>> ListAsync(string kind, int limit, CancellationToken cancellation);

    /// <summary>Removes a document; one that is not there does not mind.</summary>
    Task RemoveAsync(string kind, string id, CancellationToken cancellation);

    /// <summary>Keeps the newest documents of a kind and removes the others.</summary>
    Task TrimAsync(string kind, int keep, CancellationToken cancellation);
}
