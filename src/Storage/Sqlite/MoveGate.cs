using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Keeps reads of sends out between the commit that moves some of them and its announcement: who reads sees a moved one
/// only after it was announced, so that lanes can tell what they have. Closed and opened by the writer's thread; after a
/// failure it stays closed until it is known what was moved.
/// </summary>
internal sealed class MoveGate
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromMilliseconds(50); // of the writer, for whom everybody waits
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(1);
    private readonly object _gate = new();
    private int _readers;
    private bool _isClosed;

    /// <summary>Keeps new reads out and waits for those under way.</summary>
    /// <returns>False when one of them takes long; nothing must be moved then.</returns>
    public bool TryClose()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_readers > 0 && (!Monitor.Wait(_gate, ClosePatience) || _readers > 0))
            {
                Open();
                return false;
            }

            return true;
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _isClosed = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <exception cref="StoreException">It stays closed because a commit failed.</exception>
    public T Read<T>(Func<T> read)
    {
        Enter();
        try
        {
            return read();
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            while (_isClosed)
            {
                if (!Monitor.Wait(_gate, ReadPatience) && _isClosed)
                {
                    throw new StoreException("Sends cannot be read until the store has recovered from a failed commit.");
                }
            }

            _readers++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_readers == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
