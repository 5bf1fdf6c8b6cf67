using System.Runtime.ExceptionServices;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Moves messages from the store into the book as lanes drain: heads that are due, ranges that were skipped, the backlog.
/// Lanes and backlog take turns at who goes first, so that neither takes all the room.
/// </summary>
internal sealed class BacklogReader(string queue, IMessageStore store, LaneBook book, TimeProvider time)
{
    private const int FetchesPerStep = 64;
    private static readonly TimeSpan FailedPause = TimeSpan.FromSeconds(1);
    private static readonly Priority[] Priorities = Enum.GetValues<Priority>();
    private bool _lanesFirst;
    private int _next;
    private Task? _saving;
    private long _savedUpTo;

    /// <summary>Does what can be done now.</summary>
    /// <returns>True when something moved, so that it is worth asking again at once.</returns>
    public bool Step(CancellationToken cancellation)
    {
        ForgetEnded(cancellation); // before anything is read: rows in hand would still show what is forgotten
        _lanesFirst = !_lanesFirst;
        var moved = !_lanesFirst && ReadBacklogs(cancellation);
        moved |= FetchForLanes(cancellation, out var failure);
        moved |= _lanesFirst && ReadBacklogs(cancellation);
        failure?.Throw(); // after the backlog had its turn: one lane that cannot be read stops nobody else
        return moved;
    }

    // Once the ends of work are durable no read shows the messages of a conversation that has ended, and nobody need
    // remember it. Nobody waits for that: it is looked at again with the next step.
    private void ForgetEnded(CancellationToken cancellation)
    {
        if (_saving is { IsCompleted: true } saving)
        {
            _saving = null;
            if (saving.Exception is null && !saving.IsCanceled)
            {
                book.ForgetEnded(_savedUpTo);
            }
        }

        if (_saving is null && book.MustForget(out var upTo))
        {
            (_savedUpTo, _saving) = (upTo, store.FlushAsync(cancellation));
        }
    }

    private bool FetchForLanes(CancellationToken cancellation, out ExceptionDispatchInfo? failure)
    {
        failure = null;
        var moved = false;
        for (var i = 0; i < FetchesPerStep && !cancellation.IsCancellationRequested && book.TryTakeFetch(out var fetch); i++)
        {
            try
            {
                Fetch(fetch);
                moved = true;
            }
            catch (Exception error)
            {
                book.FetchFailed(fetch.Conversation, time.GetUtcNow() + FailedPause);
                failure = ExceptionDispatchInfo.Capture(error);
                break;
            }
        }

        return moved;
    }

    private void Fetch(in LaneFetch fetch)
    {
        if (fetch.Head is { } head)
        {
            store.LoadPayload(head);
            book.FetchedHead(fetch.Conversation);
            return;
        }

        var rows = store.ReadConversation(queue, fetch.Conversation, fetch.From, fetch.To, fetch.MaxRows);
        var loaded = new List<QueuedMessage>(rows.Count);
        var upTo = rows.Count < fetch.MaxRows ? fetch.To : rows[^1].Position;
        var bytes = 0L;
        foreach (var row in rows)
        {
            if (bytes >= fetch.MaxBytes)
            {
                upTo = row.Position - 1;
                break;
            }

            if (store.LoadPayload(row))
            {
                loaded.Add(row);
                bytes += row.Payload.Length;
            }
        }

        book.FetchedRange(fetch.Conversation, loaded, upTo);
    }

    private bool ReadBacklogs(CancellationToken cancellation)
    {
        var moved = false;
        for (var i = 0; i < Priorities.Length && !cancellation.IsCancellationRequested; i++)
        {
            var priority = Priorities[_next = (_next + 1) % Priorities.Length];
            if (book.TryChooseCursor(priority, out var after, out var limit))
            {
                moved |= ReadBacklog(priority, after, limit);
            }
        }

        return moved;
    }

    private bool ReadBacklog(Priority priority, long after, int limit)
    {
        var tail = store.Tail; // every commit up to here is seen by the read that follows
        var rows = store.ReadBacklog(queue, priority, after, limit);
        var now = time.GetUtcNow();
        foreach (var row in rows)
        {
            var verdict = book.Look(row, now);
            if (verdict == BacklogVerdict.NoRoom)
            {
                return row != rows[0];
            }

            if (verdict == BacklogVerdict.Wanted)
            {
                Place(row, now);
            }
        }

        if (rows.Count < limit)
        {
            book.CaughtUp(priority, tail);
        }

        return rows.Count > 0;
    }

    private void Place(QueuedMessage row, DateTimeOffset now)
    {
        try
        {
            if (row.Due <= now && !store.LoadPayload(row))
            {
                book.Pass(row);
                return;
            }
        }
        catch (StoreException)
        {
            book.PlaceFromBacklog(row); // its lane asks again, so that one damaged place does not hold up what is behind it
            throw;
        }

        book.PlaceFromBacklog(row);
    }
}
