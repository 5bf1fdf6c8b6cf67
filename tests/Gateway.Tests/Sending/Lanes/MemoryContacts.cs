using System.Collections.Concurrent;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>Contacts and the pool's state in memory, as a store would keep them over a restart.</summary>
internal sealed class MemoryContacts : IContactStore, IPoolStore
{
    private readonly ConcurrentDictionary<string, ContactRecord> _contacts = new(StringComparer.Ordinal);

    public byte[]? Pool { get; set; }

    public long ContactCheckpoint { get; private set; }

    public ContactRecord? FindContact(string contactKey) => _contacts.GetValueOrDefault(contactKey);

    public Task SaveContactsAsync(IReadOnlyCollection<ContactRecord> contacts, long checkpoint, CancellationToken cancellation)
    {
        foreach (var contact in contacts)
        {
            _contacts[contact.ContactKey] = contact;
        }

        ContactCheckpoint = checkpoint;
        return Task.CompletedTask;
    }

    public byte[]? LoadPool() => Pool;

    public Task SavePoolAsync(byte[] state, CancellationToken cancellation)
    {
        Pool = state;
        return Task.CompletedTask;
    }
}
