using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Every conversation of a queue that is in memory, and the seam to those that are not. Holds no threads and does no I/O.
/// Memory is bounded: beyond the window messages stay in the store, and are read in their order as lanes drain. A message
/// is in exactly one place: in a lane, in a lane's skipped range, or behind a cursor.
/// </summary>
internal sealed class LaneBook
{
    private readonly Lock _gate = new();
    private readonly LaneOptions _options;
    private readonly Dictionary<ulong, Lane> _lanes = [];
    private readonly ReadyLanes _ready;
    private readonly Queue<Lane> _suspects = new();
    private readonly Queue<Lane> _fetches = new();
    private readonly PriorityQueue<Lane, DateTimeOffset> _resumes = new();
    private readonly BacklogCursor[] _cursors;
    private int _messages;
    private long _bytes;
    private Lane? _suspect;
    private bool _suspectsAllowed;

    public LaneBook(LaneOptions options, long tail)
    {
        _options = options;
        _ready = new ReadyLanes(options);
        _cursors = [.. Enum.GetValues<Priority>().Select(priority => new BacklogCursor(priority) { IsBehind = true, Seen = tail })];
    }

    /// <summary>Lanes that could be worked on now.</summary>
    public int ReadyCount
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count + (_suspectsAllowed && _suspect is null ? _suspects.Count : 0);
            }
        }
    }

    /// <summary>True when the reader has something to do now.</summary>
    public bool NeedsReading
    {
        get
        {
            lock (_gate)
            {
                return _fetches.Count > 0 || _cursors.Any(CanRead_NeedsGate);
            }
        }
    }

    /// <summary>Takes a message that was just committed. Called in commit order.</summary>
    public void Admit(QueuedMessage message)
    {
        lock (_gate)
        {
            var cursor = _cursors[(int)message.Priority];
            if (message.Position <= cursor.Read)
            {
                return; // the reader met it in the store before the writer announced it
            }

            if (cursor.IsBehind)
            {
                cursor.Seen = message.Position;
            }
            else if (TryPlace_NeedsGate(message))
            {
                cursor.Read = message.Position;
            }
            else
            {
                cursor.IsBehind = true;
                cursor.Seen = message.Position;
            }
        }
    }

    /// <summary>Takes the next message to work on.</summary>
    public bool TryTake(out QueuedMessage message)
    {
        lock (_gate)
        {
            return TryTake_NeedsGate(out message);
        }
    }

    /// <summary>Ends the work on a message. Afterwards its conversation may go on.</summary>
    public void Finish(QueuedMessage message, in LaneOutcome outcome)
    {
        lock (_gate)
        {
            var lane = _lanes[message.Conversation];
            lane.IsBusy = false;
            if (_suspect == lane)
            {
                _suspect = null;
            }

            if (outcome.Kind == LaneOutcomeKind.Retry)
            {
                Unload_NeedsGate(lane, outcome.Due);
            }
            else if (outcome.Kind != LaneOutcomeKind.Hold)
            {
                lane.Messages.Dequeue();
                Forget_NeedsGate(message);
            }

            GoOn_NeedsGate(lane);
        }
    }

    /// <summary>From now on messages that were in work at a death are taken up, one at a time.</summary>
    public void AllowSuspects()
    {
        lock (_gate)
        {
            _suspectsAllowed = true;
        }
    }

    /// <summary>Moves lanes whose head is due to the reader.</summary>
    /// <returns>When the next one is due, or null.</returns>
    public DateTimeOffset? Resume(DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_resumes.TryPeek(out var lane, out var due))
            {
                if (due > now)
                {
                    return due;
                }

                _resumes.Dequeue();
                if (lane.ResumeAt == due)
                {
                    lane.ResumeAt = default;
                    GoOn_NeedsGate(lane);
                }
            }

            return null;
        }
    }

    /// <summary>The next lane that something has to be fetched for, with what: its head's payload, or a range it skipped.</summary>
    public bool TryTakeFetch(out ulong conversation, out QueuedMessage? head, out long from, out long to)
    {
        lock (_gate)
        {
            if (!_fetches.TryDequeue(out var lane))
            {
                (conversation, head, from, to) = (0, null, 0, 0);
                return false;
            }

            conversation = lane.Conversation;
            head = lane.Messages.TryPeek(out var first) ? first : null;
            (from, to) = (lane.SkippedFrom, lane.SkippedTo);
            return true;
        }
    }

    /// <summary>Gives a lane what was fetched for it: its head is loaded, or the messages of its skipped range.</summary>
    /// <param name="conversation">The lane.</param>
    /// <param name="head">Its head, loaded; its payload stays empty when the message is gone.</param>
    /// <param name="rows">Messages of the skipped range, loaded, in order.</param>
    /// <param name="upTo">The range was read up to this position.</param>
    public void Fetched(ulong conversation, QueuedMessage? head, IReadOnlyList<QueuedMessage> rows, long upTo)
    {
        lock (_gate)
        {
            var lane = _lanes[conversation];
            lane.IsFetching = false;
            if (head is not null)
            {
                TakeHead_NeedsGate(lane, head);
            }
            else
            {
                TakeRange_NeedsGate(lane, rows, upTo);
            }

            GoOn_NeedsGate(lane);
        }
    }

    /// <summary>A fetch failed: it is asked for again.</summary>
    public void FetchFailed(ulong conversation)
    {
        lock (_gate)
        {
            _fetches.Enqueue(_lanes[conversation]);
        }
    }

    /// <summary>The next priority to read from the store, and from where.</summary>
    public bool TryChooseCursor(int index, out Priority priority, out long after)
    {
        lock (_gate)
        {
            var cursor = _cursors[index % _cursors.Length];
            (priority, after) = (cursor.Priority, cursor.Read);
            return CanRead_NeedsGate(cursor);
        }
    }

    /// <summary>Says before its payload is fetched whether a backlog message would be placed.</summary>
    public BacklogVerdict Look(QueuedMessage message, DateTimeOffset now)
    {
        lock (_gate)
        {
            var known = _lanes.TryGetValue(message.Conversation, out var lane);
            if (known && MustSkip(lane!))
            {
                Skip_NeedsGate(lane!, message);
                _cursors[(int)message.Priority].Read = message.Position;
                return BacklogVerdict.Skipped;
            }

            var room = message.Due > now || HasRoom_NeedsGate(PriorityClass.Of(message.Priority), percentOfLimit: 100);
            return room && (known || _lanes.Count < _options.MaxConversations) ? BacklogVerdict.Wanted : BacklogVerdict.NoRoom;
        }
    }

    /// <summary>Places a message that was read from the store; one that is due later needs no payload.</summary>
    public void PlaceFromBacklog(QueuedMessage message, DateTimeOffset now)
    {
        lock (_gate)
        {
            var lane = LaneOf_NeedsGate(message);
            _cursors[(int)message.Priority].Read = message.Position;
            if (MustSkip(lane))
            {
                Skip_NeedsGate(lane, message); // it began to wait since it was looked at
                return;
            }

            Enqueue_NeedsGate(lane, message);
            if (message.Due > now && lane.Messages.Count == 1)
            {
                Wait_NeedsGate(lane, message.Due);
            }

            GoOn_NeedsGate(lane);
        }
    }

    /// <summary>Everything of a priority up to <paramref name="upTo"/> was read: live messages may follow when none came meanwhile.</summary>
    public void CaughtUp(Priority priority, long upTo)
    {
        lock (_gate)
        {
            var cursor = _cursors[(int)priority];
            cursor.Read = Math.Max(cursor.Read, upTo);
            cursor.IsBehind = cursor.Seen > cursor.Read;
        }
    }

    // What stands behind a gap, a pause or a full lane stays in the store until its lane asks for it.
    private bool MustSkip(Lane lane) =>
        lane.HasSkipped || lane.ResumeAt != default || lane.Messages.Count >= _options.MaxPerConversation;

    private static void Skip_NeedsGate(Lane lane, QueuedMessage message) => lane.Skip(message.Position, message.Position);

    private bool TryTake_NeedsGate(out QueuedMessage message)
    {
        if (_suspectsAllowed && _suspect is null && _suspects.TryDequeue(out var lane))
        {
            lane.Ticket = 0;
            _suspect = lane;
        }
        else if (!_ready.TryTake(out lane))
        {
            message = null!;
            return false;
        }

        message = lane.Messages.Peek();
        lane.IsBusy = true;
        return true;
    }

    private bool TryPlace_NeedsGate(QueuedMessage message)
    {
        var known = _lanes.TryGetValue(message.Conversation, out var lane);
        if (known && MustSkip(lane!))
        {
            Skip_NeedsGate(lane!, message);
            return true;
        }

        if (!HasRoom_NeedsGate(PriorityClass.Of(message.Priority), percentOfLimit: 100) || (!known && _lanes.Count >= _options.MaxConversations))
        {
            return false;
        }

        lane ??= LaneOf_NeedsGate(message);
        Enqueue_NeedsGate(lane, message);
        GoOn_NeedsGate(lane);
        return true;
    }

    private bool CanRead_NeedsGate(BacklogCursor cursor) =>
        cursor.IsBehind && HasRoom_NeedsGate(PriorityClass.Of(cursor.Priority), percentOfLimit: 90);

    private bool HasRoom_NeedsGate(int priorityClass, int percentOfLimit)
    {
        var percent = PriorityClass.WindowPercent(priorityClass) * percentOfLimit / 100;
        return _messages < (long)_options.MaxMessages * percent / 100 && _bytes < _options.MaxBytes * percent / 100;
    }

    private Lane LaneOf_NeedsGate(QueuedMessage message)
    {
        if (!_lanes.TryGetValue(message.Conversation, out var lane))
        {
            _lanes[message.Conversation] = lane = new Lane(message.Conversation, message.Number);
        }

        return lane;
    }

    private void Enqueue_NeedsGate(Lane lane, QueuedMessage message)
    {
        lane.Messages.Enqueue(message);
        Count_NeedsGate(message);
        if (lane.Ticket > 0)
        {
            _ready.Add(lane, PriorityClass.Of(message.Priority)); // the highest that waits in it
        }
    }

    // The window counts what is loaded; the few words of a head that waits are bounded by the number of lanes.
    private void Count_NeedsGate(QueuedMessage message)
    {
        if (!message.Payload.IsEmpty)
        {
            _messages++;
            _bytes += message.Payload.Length;
        }
    }

    private void Forget_NeedsGate(QueuedMessage message)
    {
        if (!message.Payload.IsEmpty)
        {
            _messages--;
            _bytes -= message.Payload.Length;
        }
    }

    // Only the head's few words stay in memory while it waits; what follows it is read again from the store.
    private void Unload_NeedsGate(Lane lane, DateTimeOffset due)
    {
        var head = lane.Messages.Dequeue();
        while (lane.Messages.TryDequeue(out var follower))
        {
            Forget_NeedsGate(follower);
            lane.Skip(follower.Position, follower.Position);
        }

        Forget_NeedsGate(head);
        head.Payload = default;
        lane.Messages.Enqueue(head);
        Wait_NeedsGate(lane, due);
    }

    private void Wait_NeedsGate(Lane lane, DateTimeOffset due)
    {
        lane.ResumeAt = due;
        _resumes.Enqueue(lane, due);
    }

    private void TakeHead_NeedsGate(Lane lane, QueuedMessage head)
    {
        if (head.Payload.IsEmpty)
        {
            lane.Messages.Dequeue();
        }
        else
        {
            Count_NeedsGate(head);
        }
    }

    private void TakeRange_NeedsGate(Lane lane, IReadOnlyList<QueuedMessage> rows, long upTo)
    {
        foreach (var row in rows)
        {
            Enqueue_NeedsGate(lane, row);
        }

        if (upTo >= lane.SkippedTo)
        {
            lane.ClearSkipped();
        }
        else
        {
            lane.SkippedFrom = upTo + 1;
        }
    }

    private void GoOn_NeedsGate(Lane lane)
    {
        if (lane.IsBusy || lane.IsFetching || lane.ResumeAt != default)
        {
            return;
        }

        if (lane.Messages.TryPeek(out var head))
        {
            if (head.Payload.IsEmpty)
            {
                Fetch_NeedsGate(lane);
            }
            else if (head.Deaths > 0)
            {
                AddSuspect_NeedsGate(lane);
            }
            else
            {
                _ready.Add(lane, Urgency(lane));
            }
        }
        else if (lane.HasSkipped)
        {
            Fetch_NeedsGate(lane);
        }
        else
        {
            _lanes.Remove(lane.Conversation);
        }
    }

    private void AddSuspect_NeedsGate(Lane lane)
    {
        if (lane.Ticket == 0)
        {
            lane.Ticket = -1;
            _suspects.Enqueue(lane);
        }
    }

    private void Fetch_NeedsGate(Lane lane)
    {
        lane.IsFetching = true;
        _fetches.Enqueue(lane);
    }

    private static int Urgency(Lane lane)
    {
        var best = PriorityClass.Low;
        foreach (var message in lane.Messages)
        {
            best = Math.Min(best, PriorityClass.Of(message.Priority));
        }

        return best;
    }
}
