using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Where memory and store meet: decides for each message that is met, live or in the backlog, whether it is placed into its
/// lane or left in the store, so that each is in exactly one place. Guarded by the book's gate.
/// <para>
/// In a queue whose conversations mix priorities the cursors meet a conversation's messages out of order. So a message
/// that may have others before it which nobody has met yet is never placed itself: its lane reads the conversation as a
/// whole, from where it was last known up to this message. Whoever meets one of those afterwards finds it known. For that
/// a lane's knowledge outlives the lane (<see cref="EndedLanes"/>) until nobody can meet what it covers.
/// </para>
/// </summary>
internal sealed class LaneSeam
{
    private readonly LaneFlow _flow;
    private readonly LaneWindow _window;
    private readonly BacklogCursors _cursors;
    private readonly LaneOptions _options;
    private readonly bool _isMixed;
    private readonly EndedLanes _ended = new();

    public LaneSeam(LaneFlow flow, LaneWindow window, LaneOptions options, long tail, bool isMixed)
    {
        _flow = flow;
        _window = window;
        _options = options;
        _isMixed = isMixed;
        _cursors = new BacklogCursors(window, tail);
        if (isMixed)
        {
            flow.Ended = lane => _ended.Add(lane.Conversation, lane.Known, _cursors.Floor);
        }
    }

    /// <summary>True when a cursor has something to read, and room for it.</summary>
    public bool CanRead => _cursors.CanReadAny(_flow.Count);

    /// <summary>Conversations that are remembered although they are not in memory.</summary>
    public int Remembered => _ended.Count;

    /// <summary>Takes a message that was just committed. Called in commit order.</summary>
    public void Admit(QueuedMessage message)
    {
        var cursor = _cursors.Of(message.Priority);
        _cursors.Announce(message.Position);
        if (message.Position <= cursor.Read || IsKnown(message))
        {
            return; // the reader met it in the store before the writer announced it
        }

        if (!cursor.IsBehind && TryPlace(message))
        {
            cursor.Read = message.Position;
        }
        else
        {
            cursor.FallBehind(message.Position);
        }
    }

    /// <summary>
    /// Takes a message that was moved into the queue long after it was stored. The store shows it to readers only from now
    /// on, so nobody has met it yet, whatever they have read; it is always placed, whatever the window holds,
    /// or left to its conversation when that sleeps.
    /// </summary>
    public void AdmitLate(QueuedMessage message)
    {
        if (!_isMixed)
        {
            throw new InvalidOperationException("A queue that takes late messages must be ready for mixed priorities: only so does it know what it has met.");
        }

        if (_flow.TryLeaveAsleep(message))
        {
            return;
        }

        var lane = LaneOf(message);
        if (message.Position <= lane.Known)
        {
            message.Payload = default; // out of its order: it waits until the others have gone
            lane.AddLate(message);
        }
        else if (message.Position > _cursors.Floor)
        {
            Leave(lane, message, isAlone: false);
        }
        else
        {
            Place(lane, message);
        }

        _flow.GoOn(lane);
    }

    /// <summary>Whether a priority has to be read from the store now, from where, and how many rows there is room for.</summary>
    public bool TryChooseCursor(Priority priority, out long after, out int rows)
    {
        var cursor = _cursors.Of(priority);
        after = cursor.Read;
        rows = Math.Clamp(_window.Rows(PriorityClass.Of(priority), _flow.Count), Math.Min(LaneOptions.FewestRows, _options.ReadRows), _options.ReadRows);
        return _cursors.CanRead(cursor, _flow.Count);
    }

    /// <summary>Says before its payload is fetched whether a backlog message would be placed.</summary>
    public BacklogVerdict Look(QueuedMessage message, DateTimeOffset now)
    {
        if (IsKnown(message) || _flow.TryLeaveAsleep(message))
        {
            _cursors.Passed(message);
            return BacklogVerdict.Skipped;
        }

        var lane = _flow.Find(message.Conversation);
        var priorityClass = PriorityClass.Of(message.Priority);
        if (lane is null && !_window.HasRoomForLane(priorityClass, _flow.Count))
        {
            return BacklogVerdict.NoRoom;
        }

        if ((lane is not null && _flow.MustSkip(lane)) || MayHideOthers(message))
        {
            PlaceFromBacklog(message);
            return BacklogVerdict.Skipped;
        }

        return message.Due > now || _window.HasRoom(priorityClass) ? BacklogVerdict.Wanted : BacklogVerdict.NoRoom;
    }

    /// <summary>Places a message that was read from the store. Without its payload it is fetched again when its turn comes.</summary>
    public void PlaceFromBacklog(QueuedMessage message)
    {
        if (!IsKnown(message) && !_flow.TryLeaveAsleep(message))
        {
            var lane = LaneOf(message);
            Place(lane, message);
            _flow.GoOn(lane);
        }

        _cursors.Passed(message);
    }

    /// <summary>A message that was read from the store is gone.</summary>
    public void Pass(QueuedMessage message) => _cursors.Passed(message);

    /// <summary>Everything of a priority up to <paramref name="upTo"/> was read: live messages may follow when none came meanwhile.</summary>
    public void CaughtUp(Priority priority, long upTo) => _cursors.Of(priority).CaughtUp(upTo);

    /// <summary>Whether so much is remembered of conversations that have ended that it is time to forget some.</summary>
    /// <param name="upTo">What <see cref="ForgetEnded"/> may forget once every end of work before this call is durable.</param>
    public bool MustForget(out long upTo)
    {
        upTo = _ended.Last;
        return _ended.Count > _options.MaxConversations;
    }

    /// <summary>Forgets conversations whose messages no read shows any more, and none of which is still to be announced.</summary>
    public void ForgetEnded(long upTo) => _ended.Forget(upTo, _cursors.Announced);

    private bool TryPlace(QueuedMessage message)
    {
        if (_flow.TryLeaveAsleep(message))
        {
            return true;
        }

        var lane = _flow.Find(message.Conversation);
        if (lane is null || !_flow.MustSkip(lane))
        {
            var priorityClass = PriorityClass.Of(message.Priority);
            if (!_window.HasRoom(priorityClass) || (lane is null && !_window.HasRoomForLane(priorityClass, _flow.Count)))
            {
                return false;
            }
        }

        lane ??= LaneOf(message);
        Place(lane, message);
        _flow.GoOn(lane);
        return true;
    }

    private void Place(Lane lane, QueuedMessage message)
    {
        var isAlone = !MayHideOthers(message);
        if (!isAlone || _flow.MustSkip(lane))
        {
            Leave(lane, message, isAlone);
        }
        else
        {
            _flow.Enqueue(lane, message);
        }
    }

    // What was met or known before is never read again: its end may not be durable yet.
    private void Leave(Lane lane, QueuedMessage message, bool isAlone) =>
        _flow.Skip(lane, message, isAlone ? message.Position : Math.Max(lane.Known, _cursors.Floor) + 1);

    private bool MayHideOthers(QueuedMessage message) => _isMixed && _cursors.FloorOfOthers(message.Priority) < message.Position;

    private bool IsKnown(QueuedMessage message) =>
        _isMixed && message.Position <= (_flow.Find(message.Conversation)?.Known ?? Math.Max(_flow.KnownAsleep(message.Conversation), _ended.KnownOf(message.Conversation)));

    private Lane LaneOf(QueuedMessage message) => _flow.Find(message.Conversation) ?? _flow.Begin(message, _ended.Take(message.Conversation));
}
