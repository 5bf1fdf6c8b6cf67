using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Moves messages from the store into the book as lanes drain: heads that are due, ranges that were skipped, the backlog.</summary>
internal sealed class BacklogReader(string queue, IMessageStore store, LaneBook book, LaneOptions options, TimeProvider time)
{
    private static readonly int Priorities = Enum.GetValues<Priority>().Length;
    private int _next;

    /// <summary>Does what can be done now.</summary>
    /// <returns>True when something moved, so that it is worth asking again at once.</returns>
    public bool Step(CancellationToken cancellation)
    {
        var moved = false;
        while (!cancellation.IsCancellationRequested && book.TryTakeFetch(out var conversation, out var head, out var from, out var to))
        {
            Fetch(conversation, head, from, to);
            moved = true;
        }

        for (var i = 0; i < Priorities && !cancellation.IsCancellationRequested; i++)
        {
            if (book.TryChooseCursor(_next++ % Priorities, out var priority, out var after))
            {
                moved |= ReadBacklog(priority, after);
            }
        }

        return moved;
    }

    private void Fetch(ulong conversation, QueuedMessage? head, long from, long to)
    {
        try
        {
            if (head is not null)
            {
                store.LoadPayload(head);
                book.Fetched(conversation, head, [], 0);
                return;
            }

            var rows = store.ReadConversation(queue, conversation, from, to, options.MaxPerConversation);
            var upTo = rows.Count < options.MaxPerConversation ? to : rows[^1].Position;
            book.Fetched(conversation, null, [.. rows.Where(store.LoadPayload)], upTo);
        }
        catch (StoreException)
        {
            book.FetchFailed(conversation);
            throw;
        }
    }

    private bool ReadBacklog(Priority priority, long after)
    {
        var tail = store.Tail; // every commit up to here is seen by the read that follows
        var rows = store.ReadBacklog(queue, priority, after, options.ReadRows);
        var now = time.GetUtcNow();
        foreach (var row in rows)
        {
            var verdict = book.Look(row, now);
            if (verdict == BacklogVerdict.NoRoom)
            {
                return row != rows[0];
            }

            if (verdict == BacklogVerdict.Wanted && (row.Due > now || store.LoadPayload(row)))
            {
                book.PlaceFromBacklog(row, now);
            }
        }

        if (rows.Count < options.ReadRows)
        {
            book.CaughtUp(priority, tail);
        }

        return rows.Count > 0;
    }
}
