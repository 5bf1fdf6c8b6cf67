using System.Runtime.InteropServices;
using Relevo.Cache.Layers;
using Relevo.LoadBalancer.Contacts;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>
/// Which number is a contact's, and when it last wrote to which. Learned from the durable stream of messages and saved in
/// the background, so that it costs neither a webhook nor a send anything; what was not saved when the process died is
/// learned again from the messages behind the checkpoint.
/// </summary>
internal sealed class ContactBook : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5); // what is learned meanwhile is in memory; a kill costs the next start so many seconds of messages to read
    private static readonly CacheLife Life = CacheLife.Only(TimeSpan.FromHours(1)); // nobody else writes: bounded for memory's sake only
    private readonly IContactStore _store;
    private readonly IMessageStore _messages;
    private readonly LayeredCache _cache;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private Dictionary<string, ContactRecord> _learned = new(StringComparer.Ordinal);
    private Dictionary<string, ContactRecord> _leaving = new(StringComparer.Ordinal);
    private long _safe; // every message up to here was learned before the last save began
    private bool _isFailing;

    public ContactBook(IContactStore store, IMessageStore messages, LayeredCache cache, TimeProvider time, ILogger<ContactBook> logger)
    {
        _store = store;
        _messages = messages;
        _cache = cache;
        _time = time;
        _logger = logger;
    }

    /// <summary>Contacts that wait to be saved.</summary>
    public int Unsaved
    {
        get
        {
            lock (_gate)
            {
                return _learned.Count + _leaving.Count;
            }
        }
    }

    /// <summary>Learns what was not saved before the last end.</summary>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        var tail = _messages.Tail;
        try
        {
            await ContactReplay.RunAsync(_messages, _store.ContactCheckpoint, tail, this, cancellation);
        }
        catch (Exception error) when (error is StoreException)
        {
            Tell(error);
            tail = _store.ContactCheckpoint; // the next start tries again; until then a few contacts may change their number
        }

        _safe = tail;
    }

    /// <summary>Saves every five seconds until it is stopped. The body of a kept loop.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        while (true)
        {
            await beat.PauseAsync(Interval);
            try
            {
                await beat.WhileAsync(Task.Run(() => SaveAsync(stopping), CancellationToken.None)); // a store that hangs has a watch of its own
                _isFailing = false;
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                Tell(error);
            }
        }
    }

    /// <summary>A contact wrote to a number. Called with every message that comes in, so what is known already costs next to nothing.</summary>
    /// <returns>True when it is the first message since the last save.</returns>
    public bool Wrote(string contactKey, string number, DateTimeOffset at)
    {
        lock (_gate)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_learned, contactKey, out var exists);
            if (!exists || known!.AssignedUtc != at || known.Number != number || known.Windows.Count == 0 || known.Windows[0] != new ContactWindow(number, at))
            {
                known = ContactMerge.Wrote(exists ? known! : ContactMerge.Nothing(contactKey), number, at);
            }

            return !exists;
        }
    }

    /// <summary>A number wrote to a contact, and the provider took it.</summary>
    public void Sent(string contactKey, string number, DateTimeOffset at) => Learn(contactKey, known => ContactMerge.Sent(known, number, at));

    /// <summary>The provider says that the window of a contact with a number is closed.</summary>
    public void Closed(string contactKey, string number) => Learn(contactKey, known => ContactMerge.Closed(known, number));

    /// <summary>What is known of a contact; never null.</summary>
    public async ValueTask<ContactRecord> FindAsync(string contactKey, CancellationToken cancellation)
    {
        var saved = await _cache.GetOrLoadAsync(Key(contactKey), Life, _ => Task.FromResult(Saved(contactKey)), cancellation);
        lock (_gate)
        {
            return Joined_NeedsGate(saved);
        }
    }

    /// <summary>The same; null when it cannot be looked up now.</summary>
    public async ValueTask<ContactRecord?> TryFindAsync(string contactKey, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(contactKey, cancellation);
        }
        catch (Exception error) when (error is StoreException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Saves what was learned.</summary>
    public Task SaveAsync(CancellationToken cancellation) => SaveAsync(_safe, _messages.Tail, cancellation);

    /// <summary>Saves what was learned of every message up to <paramref name="checkpoint"/>.</summary>
    internal Task SaveUpToAsync(long checkpoint, CancellationToken cancellation) => SaveAsync(checkpoint, checkpoint, cancellation);

    private async Task SaveAsync(long checkpoint, long next, CancellationToken cancellation)
    {
        await _saving.WaitAsync(cancellation);
        try
        {
            lock (_gate)
            {
                (_leaving, _learned) = (_learned, new Dictionary<string, ContactRecord>(_learned.Count, StringComparer.Ordinal));
            }

            var joined = _leaving.Values.Select(learned => (Saved: Known(learned.ContactKey), Learned: learned))
                .Select(each => (each.Saved, Now: ContactMerge.Join(each.Saved, each.Learned))).ToList();
            var changed = joined.Where(each => !ContactMerge.IsSame(each.Saved, each.Now, ContactWindows.Slack)).Select(each => each.Now).ToList();
            if (changed.Count > 0 || checkpoint > _store.ContactCheckpoint)
            {
                await _store.SaveContactsAsync(changed, Math.Max(checkpoint, _store.ContactCheckpoint), cancellation);
            }

            Saved(joined.Select(each => each.Now), next);
        }
        catch
        {
            TakeBack();
            throw;
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _saving.Dispose();

    private static string Key(string contactKey) => CacheKeys.Of("contact", contactKey);

    // Into the cache before they leave the memory of what is unsaved, so that they are always in one of them; and without the
    // gate, which every message that comes in needs. Only what was committed before the last save began is safe, for a
    // message may be learned a moment after its commit.
    private void Saved(IEnumerable<ContactRecord> records, long next)
    {
        foreach (var record in records)
        {
            _cache.Set(Key(record.ContactKey), record, Life, Bytes(record));
        }

        lock (_gate)
        {
            _leaving = new Dictionary<string, ContactRecord>(StringComparer.Ordinal);
            _safe = next;
        }
    }

    private void TakeBack()
    {
        lock (_gate)
        {
            foreach (var (contactKey, learned) in _leaving)
            {
                _learned[contactKey] = _learned.TryGetValue(contactKey, out var later) ? ContactMerge.Join(learned, later) : learned;
            }

            _leaving = new Dictionary<string, ContactRecord>(StringComparer.Ordinal);
        }
    }

    private void Learn(string contactKey, Func<ContactRecord, ContactRecord> change)
    {
        lock (_gate)
        {
            _learned[contactKey] = change(_learned.TryGetValue(contactKey, out var known) ? known : ContactMerge.Nothing(contactKey));
        }
    }

    private ContactRecord Joined_NeedsGate(ContactRecord saved)
    {
        var joined = _leaving.TryGetValue(saved.ContactKey, out var leaving) ? ContactMerge.Join(saved, leaving) : saved;
        return _learned.TryGetValue(saved.ContactKey, out var learned) ? ContactMerge.Join(joined, learned) : joined;
    }

    private ContactRecord Known(string contactKey) =>
        _cache.TryGet<ContactRecord>(Key(contactKey), out var known) ? known : Saved(contactKey);

    private ContactRecord Saved(string contactKey) => _store.FindContact(contactKey) ?? ContactMerge.Nothing(contactKey);

    private static long Bytes(ContactRecord record) => 128 + (48L * record.Windows.Count);

    // Once per time of failing: nothing is lost by it, the next start only has more to learn again.
    private void Tell(Exception error)
    {
        if (!_isFailing)
        {
            Log.ContactsNotSaved(_logger, error.Message);
        }

        _isFailing = true;
    }
}
