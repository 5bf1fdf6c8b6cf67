using Microsoft.Extensions.Logging;
using Relevo.LoadBalancer.Contacts;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Bounds;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// What is known of contacts, in a file of its own beside the store's (<c>contacts.db</c>). All of it can be learned again
/// from the store, so a file that is damaged is moved aside and begun anew. Contacts stand in it under keyed hashes only.
/// </summary>
public sealed class SqliteContactStore : IContactStore, IAsyncDisposable
{
    private const string FileName = "contacts.db";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SqliteMessageStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile ContactFile? _file;
    private long _checkpoint;
    private volatile bool _isDamaged;
    private bool _mustLearnAgain;

    /// <summary>Creates it; <see cref="OpenAsync"/> touches the disk.</summary>
    /// <param name="directory">Folder of the store.</param>
    /// <param name="store">The store, opened before this: its secret hides the contacts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public SqliteContactStore(string directory, SqliteMessageStore store, TimeProvider time, ILogger<SqliteContactStore> logger)
    {
        _path = Path.Combine(Path.GetFullPath(directory), FileName);
        _store = store;
        _time = time;
        _logger = new QuietLogger(logger);
    }

    /// <inheritdoc />
    public long ContactCheckpoint => Volatile.Read(ref _checkpoint);

    private ContactFile File => _file ?? throw new InvalidOperationException("The contacts are not open.");

    /// <summary>Opens or makes the file; a damaged one is moved aside.</summary>
    /// <exception cref="StoreException">It is newer than this program, or cannot be written; the message says what to do.</exception>
    public Task OpenAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            lock (_gate)
            {
                try
                {
                    Open_NeedsGate();
                }
                catch (StoreException error) when (SqliteError.IsDamage(error))
                {
                    BeginAnew_NeedsGate();
                }
            }
        },
        cancellation);

    /// <inheritdoc />
    public ContactRecord? FindContact(string contactKey)
    {
        try
        {
            return _isDamaged ? null : File.Find(contactKey, _store.State.Hasher.Bytes(contactKey));
        }
        catch (Exception error) when (error is StoreException damage && SqliteError.IsDamage(damage) || error is EndOfStreamException or FormatException or ArgumentException)
        {
            _isDamaged = true; // nobody waits for a new file here: the next save makes it
            return null;
        }
    }

    /// <inheritdoc />
    public Task SaveContactsAsync(IReadOnlyCollection<ContactRecord> contacts, long checkpoint, CancellationToken cancellation) => Task.Run(
        () =>
        {
            lock (_gate)
            {
                try
                {
                    Save_NeedsGate(contacts, checkpoint);
                }
                catch (StoreException error) when (SqliteError.IsDamage(error))
                {
                    _isDamaged = true;
                    Save_NeedsGate(contacts, checkpoint);
                }
            }
        },
        cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }

        return ValueTask.CompletedTask;
    }

    private void Open_NeedsGate()
    {
        var file = ContactFile.Open(_path);
        try
        {
            var epoch = _store.State.Main.Epoch;
            if (file.IsOfAnother(epoch))
            {
                file.Clear(); // the store was begun anew
            }

            // A store that was restored from a snapshot may be behind what was learned from it.
            Volatile.Write(ref _checkpoint, Math.Min(file.ReadCheckpoint(epoch), _store.Tail));
            _file = file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Save_NeedsGate(IReadOnlyCollection<ContactRecord> contacts, long checkpoint)
    {
        if (_isDamaged)
        {
            BeginAnew_NeedsGate();
            _mustLearnAgain = true;
        }

        // Whoever learns goes on from where it was, so what an emptied file lacks is learned at the next start: from 0 on.
        var reached = _mustLearnAgain ? 0 : checkpoint;
        var now = _time.GetUtcNow();
        var hasher = _store.State.Hasher;
        File.Save(contacts.Select(contact => (hasher.Bytes(contact.ContactKey), contact)), reached, _store.State.Main.Epoch, now, now - Kept);
        Volatile.Write(ref _checkpoint, reached);
    }

    private void BeginAnew_NeedsGate()
    {
        _file?.Dispose();
        Log.ContactsDamaged(_logger, DamagedFile.MoveAside(_path, _time, "what it holds is learned again."));
        Open_NeedsGate();
        _isDamaged = false;
    }
}
