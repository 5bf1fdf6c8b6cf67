namespace Relevo.LoadBalancer.Contacts;

/// <summary>
/// What is known of contacts: which number is theirs, when they last wrote to which. It is derived from the durable stream
/// of messages up to a checkpoint; whatever was not saved is learned again from the messages behind it.
/// </summary>
public interface IContactStore
{
    /// <summary>Every message up to this position is reflected in what was saved; 0 when nothing was.</summary>
    long ContactCheckpoint { get; }

    /// <summary>What is known of a contact, or null. Reads the store; safe from any thread.</summary>
    ContactRecord? FindContact(string contactKey);

    /// <summary>Saves contacts and the checkpoint together. Safe from one thread at a time.</summary>
    Task SaveContactsAsync(IReadOnlyCollection<ContactRecord> contacts, long checkpoint, CancellationToken cancellation);
}
