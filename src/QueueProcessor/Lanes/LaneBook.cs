using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Every conversation of a queue that is in memory, and the seam to those that are not. Holds no threads and does no I/O.
/// Memory is bounded: beyond the window messages stay in the store, and are read in their order as lanes drain. A message
/// is in exactly one place: in a lane, in a lane's skipped range, or behind a cursor. The window is passed by no more than
/// one conversation's messages, which are on their way in while live ones take the room.
/// </summary>
internal sealed class LaneBook
{
    private readonly Lock _gate = new();
    private readonly LaneOptions _options;
    private readonly TimeProvider _time;
    private readonly LaneWindow _window;
    private readonly Dictionary<ulong, Lane> _lanes = [];
    private readonly ReadyLanes _ready;
    private readonly SuspectLanes _suspects = new();
    private readonly LaneFetches _fetches;
    private readonly WaitingLanes _waiting = new();
    private readonly BacklogCursors _cursors;
    private volatile int _readyCount;
    private volatile bool _needsReading;

    public LaneBook(LaneOptions options, long tail, TimeProvider time)
    {
        _options = options;
        _time = time;
        _window = new LaneWindow(options);
        _ready = new ReadyLanes(options);
        _fetches = new LaneFetches(_window);
        _cursors = new BacklogCursors(_window, tail);
        Publish_NeedsGate();
    }

    /// <summary>Lanes that could be worked on now. Takes no lock.</summary>
    public int ReadyCount => _readyCount;

    /// <summary>True when the reader has something to do now. Takes no lock.</summary>
    public bool NeedsReading => _needsReading;

    /// <summary>What is loaded. Only to look at while nothing moves.</summary>
    internal LaneWindow Window => _window;

    /// <summary>Conversations known. Only to look at while nothing moves.</summary>
    internal int Conversations => _lanes.Count;

    /// <summary>Takes a message that was just committed. Called in commit order.</summary>
    public void Admit(QueuedMessage message)
    {
        lock (_gate)
        {
            var cursor = _cursors.Of(message.Priority);
            if (message.Position <= cursor.Read)
            {
                return; // the reader met it in the store before the writer announced it
            }

            if (!cursor.IsBehind && TryPlace_NeedsGate(message))
            {
                cursor.Read = message.Position;
            }
            else
            {
                cursor.IsBehind = true;
                cursor.Seen = message.Position;
            }

            Publish_NeedsGate();
        }
    }

    /// <summary>Takes the next message to work on.</summary>
    public bool TryTake(out QueuedMessage message)
    {
        lock (_gate)
        {
            if (!_suspects.TryTake(out var lane) && !_ready.TryTake(out lane))
            {
                message = null!;
                return false;
            }

            message = lane.Messages.Peek();
            lane.IsBusy = true;
            Publish_NeedsGate();
            return true;
        }
    }

    /// <summary>Ends the work on a message. Afterwards its conversation may go on.</summary>
    public void Finish(QueuedMessage message, in LaneOutcome outcome)
    {
        lock (_gate)
        {
            var lane = _lanes[message.Conversation];
            lane.IsBusy = false;
            _suspects.Finished(lane);
            if (outcome.Kind == LaneOutcomeKind.Retry)
            {
                Unload_NeedsGate(lane, outcome.Due);
            }
            else if (outcome.Kind != LaneOutcomeKind.Hold)
            {
                lane.Messages.Dequeue();
                _window.Remove(message);
            }

            GoOn_NeedsGate(lane);
            Publish_NeedsGate();
        }
    }

    /// <summary>Lets the next message be taken up that was in work at a death.</summary>
    public void AllowSuspects()
    {
        lock (_gate)
        {
            _suspects.Allow();
            Publish_NeedsGate();
        }
    }

    /// <summary>Lets lanes go on whose head is due.</summary>
    /// <returns>When the next one is due, or null.</returns>
    public DateTimeOffset? Resume(DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_waiting.TryTakeDue(now, out var lane))
            {
                GoOn_NeedsGate(lane);
            }

            Publish_NeedsGate();
            return _waiting.Next;
        }
    }

    /// <summary>The next lane that something has to be fetched for, and there is room for it.</summary>
    public bool TryTakeFetch(out LaneFetch fetch)
    {
        lock (_gate)
        {
            if (!_fetches.TryTake(out var lane))
            {
                fetch = default;
                return false;
            }

            lane.Messages.TryPeek(out var head);
            var rows = Math.Min(_options.MaxPerConversation, _window.Room(lane.Class));
            fetch = new LaneFetch(lane.Conversation, head, lane.SkippedFrom, lane.SkippedTo, rows, _window.RoomBytes(lane.Class));
            Publish_NeedsGate();
            return true;
        }
    }

    /// <summary>Gives a lane its head, loaded; one whose payload is still empty is gone.</summary>
    public void FetchedHead(ulong conversation)
    {
        lock (_gate)
        {
            var lane = _lanes[conversation];
            lane.IsFetching = false;
            if (lane.Messages.Peek() is { Payload.IsEmpty: false } head)
            {
                _window.Add(head);
            }
            else
            {
                lane.Messages.Dequeue();
            }

            GoOn_NeedsGate(lane);
            Publish_NeedsGate();
        }
    }

    /// <summary>Gives a lane the messages of its skipped range.</summary>
    /// <param name="conversation">The lane.</param>
    /// <param name="rows">The messages, loaded, in order.</param>
    /// <param name="upTo">The range was read up to this position.</param>
    public void FetchedRange(ulong conversation, IReadOnlyList<QueuedMessage> rows, long upTo)
    {
        lock (_gate)
        {
            var lane = _lanes[conversation];
            lane.IsFetching = false;
            lane.Fetched(upTo);
            foreach (var row in rows)
            {
                Enqueue_NeedsGate(lane, row);
            }

            GoOn_NeedsGate(lane);
            Publish_NeedsGate();
        }
    }

    /// <summary>A fetch failed: this lane asks again later, the others do not wait for it.</summary>
    public void FetchFailed(ulong conversation, DateTimeOffset again)
    {
        lock (_gate)
        {
            var lane = _lanes[conversation];
            lane.IsFetching = false;
            _waiting.Add(lane, again);
            Publish_NeedsGate();
        }
    }

    /// <summary>Whether a priority has to be read from the store now, from where, and how many rows there is room for.</summary>
    public bool TryChooseCursor(Priority priority, out long after, out int rows)
    {
        lock (_gate)
        {
            var cursor = _cursors.Of(priority);
            after = cursor.Read;
            rows = Math.Clamp(_window.Rows(PriorityClass.Of(priority), _lanes.Count), Math.Min(LaneOptions.FewestRows, _options.ReadRows), _options.ReadRows);
            return _cursors.CanRead(cursor, _lanes.Count);
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
                lane!.Skip(message);
                _cursors.Passed(message);
                Publish_NeedsGate();
                return BacklogVerdict.Skipped;
            }

            var priorityClass = PriorityClass.Of(message.Priority);
            var room = message.Due > now || _window.HasRoom(priorityClass);
            return room && (known || _window.HasRoomForLane(priorityClass, _lanes.Count)) ? BacklogVerdict.Wanted : BacklogVerdict.NoRoom;
        }
    }

    /// <summary>Places a message that was read from the store. Without its payload it is fetched again when its turn comes.</summary>
    public void PlaceFromBacklog(QueuedMessage message)
    {
        lock (_gate)
        {
            var lane = LaneOf_NeedsGate(message);
            if (MustSkip(lane))
            {
                lane.Skip(message); // it began to wait since it was looked at
            }
            else
            {
                Enqueue_NeedsGate(lane, message);
                GoOn_NeedsGate(lane);
            }

            _cursors.Passed(message);
            Publish_NeedsGate();
        }
    }

    /// <summary>A message that was read from the store is gone.</summary>
    public void Pass(QueuedMessage message)
    {
        lock (_gate)
        {
            _cursors.Passed(message);
            Publish_NeedsGate();
        }
    }

    /// <summary>Everything of a priority up to <paramref name="upTo"/> was read: live messages may follow when none came meanwhile.</summary>
    public void CaughtUp(Priority priority, long upTo)
    {
        lock (_gate)
        {
            var cursor = _cursors.Of(priority);
            cursor.Read = Math.Max(cursor.Read, upTo);
            cursor.IsBehind = cursor.Seen > cursor.Read;
            Publish_NeedsGate();
        }
    }

    // What stands behind a gap, a pause or a full lane stays in the store until its lane asks for it. So nothing is loaded
    // behind a head that is not, and a full window always holds something that can be worked on.
    private bool MustSkip(Lane lane) =>
        lane.HasSkipped || lane.IsWaiting || lane.IsFetching || lane.Messages.Count >= _options.MaxPerConversation;

    private bool TryPlace_NeedsGate(QueuedMessage message)
    {
        if (_lanes.TryGetValue(message.Conversation, out var lane) && MustSkip(lane))
        {
            lane.Skip(message);
            return true;
        }

        var priorityClass = PriorityClass.Of(message.Priority);
        if (!_window.HasRoom(priorityClass) || (lane is null && !_window.HasRoomForLane(priorityClass, _lanes.Count)))
        {
            return false;
        }

        lane ??= LaneOf_NeedsGate(message);
        Enqueue_NeedsGate(lane, message);
        GoOn_NeedsGate(lane);
        return true;
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
        var priorityClass = PriorityClass.Of(message.Priority);
        lane.Messages.Enqueue(message);
        lane.Class = Math.Min(lane.Class, priorityClass);
        _window.Add(message);
        if (lane.Ticket > 0)
        {
            _ready.Add(lane, priorityClass); // the highest that waits in it
        }
    }

    // Only the head's few words stay in memory while it waits; what follows it is read again from the store.
    private void Unload_NeedsGate(Lane lane, DateTimeOffset due)
    {
        var head = lane.Messages.Dequeue();
        while (lane.Messages.TryDequeue(out var follower))
        {
            _window.Remove(follower);
            lane.Skip(follower);
        }

        _window.Remove(head);
        head.Payload = default;
        lane.Messages.Enqueue(head);
        _waiting.Add(lane, due);
    }

    private void GoOn_NeedsGate(Lane lane)
    {
        if (lane.IsBusy || lane.IsFetching || lane.IsWaiting || lane.Ticket != 0)
        {
            return;
        }

        if (!lane.Messages.TryPeek(out var head))
        {
            if (lane.HasSkipped)
            {
                _fetches.Add(lane);
            }
            else
            {
                _lanes.Remove(lane.Conversation);
            }
        }
        else if (head.Due != default && head.Due > _time.GetUtcNow())
        {
            Unload_NeedsGate(lane, head.Due);
        }
        else if (head.Payload.IsEmpty)
        {
            _fetches.Add(lane);
        }
        else if (head.Deaths > 0)
        {
            _suspects.Add(lane);
        }
        else
        {
            _ready.Add(lane, lane.Urgency());
        }
    }

    private void Publish_NeedsGate()
    {
        _readyCount = _ready.Count + _suspects.Ready;
        _needsReading = _fetches.CanFetch || _cursors.CanReadAny(_lanes.Count);
    }
}
