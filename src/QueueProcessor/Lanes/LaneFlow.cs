using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The conversations in memory, and what each does next: it is ready, waits for its time, for the reader, or for somebody
/// to let it go on. Guarded by the book's gate.
/// </summary>
internal sealed class LaneFlow(LaneOptions options, TimeProvider time, LaneWindow window)
{
    private const int KeptAside = 4; // messages of a conversation that was set aside, its head among them

    private readonly Dictionary<ulong, Lane> _lanes = [];
    private readonly ReadyLanes _ready = new(options);
    private readonly SuspectLanes _suspects = new();
    private readonly LaneFetches _fetches = new(window);
    private readonly WaitingLanes _waiting = new();
    private readonly SleepingLanes _asleep = new(options);

    /// <summary>Told of a conversation that leaves memory.</summary>
    public Action<Lane> Ended { get; set; } = static _ => { };

    /// <summary>Conversations known.</summary>
    public int Count => _lanes.Count;

    /// <summary>Conversations that are known by name only.</summary>
    public int Asleep => _asleep.Count;

    /// <summary>Lanes that could be worked on now.</summary>
    public int Ready => _ready.Count + _suspects.Ready;

    /// <summary>True when something can be fetched for a lane now.</summary>
    public bool CanFetch => _fetches.CanFetch;

    /// <summary>Shares the workers differently from now on.</summary>
    public void Share(LaneShares shares) => _ready.Share(shares);

    public Lane? Find(ulong conversation) => _lanes.GetValueOrDefault(conversation);

    /// <summary>Up to here every message of a conversation that sleeps has been met; 0 when it does not sleep.</summary>
    public long KnownAsleep(ulong conversation) => _asleep.KnownOf(conversation);

    /// <summary>Leaves a message to its conversation when that is asleep.</summary>
    public bool TryLeaveAsleep(QueuedMessage message) => _asleep.TryLeave(message);

    /// <summary>The lane of a fetch, of work: one that cannot have ended.</summary>
    public Lane Of(ulong conversation) => _lanes[conversation];

    /// <summary>A new conversation of which everything up to a position has been dealt with before.</summary>
    public Lane Begin(QueuedMessage message, long known) =>
        _lanes[message.Conversation] = new Lane(message.Conversation, message.Number, known);

    /// <summary>
    /// What stands behind a gap, a pause or a full lane stays in the store until its lane asks for it. So nothing is loaded
    /// behind a head that is not, and a full window always holds something that can be worked on.
    /// </summary>
    public bool MustSkip(Lane lane) =>
        lane.HasSkipped || lane.IsWaiting || lane.IsFetching || lane.Messages.Count >= options.MaxPerConversation || (lane.IsAside && MustSkipAside(lane));

    public void Enqueue(Lane lane, QueuedMessage message)
    {
        lane.Enqueue(message);
        window.Add(message);
        Lift(lane, message);
    }

    /// <summary>Leaves a message in the store, and whatever else of its conversation stands there from a position on.</summary>
    public void Skip(Lane lane, QueuedMessage message, long from)
    {
        lane.Skip(message, from);
        Lift(lane, message);
    }

    public bool TryTake(out QueuedMessage message)
    {
        if (!_suspects.TryTake(out var lane) && !_ready.TryTake(out lane))
        {
            message = null!;
            return false;
        }

        message = lane.Messages.Peek();
        lane.IsBusy = true;
        return true;
    }

    public void Finish(QueuedMessage message, in LaneOutcome outcome)
    {
        var lane = _lanes[message.Conversation];
        lane.IsBusy = false;
        _suspects.Finished(lane);
        switch (outcome.Kind)
        {
            case LaneOutcomeKind.Retry:
                Unload(lane, outcome.Due);
                break;
            case LaneOutcomeKind.Hold:
                break;
            case LaneOutcomeKind.Aside:
                SetAside(lane);
                break;
            case LaneOutcomeKind.Asleep:
                PutToSleep(lane);
                break;
            default:
                lane.Messages.Dequeue();
                window.Remove(message);
                break;
        }

        (lane.IsResumed, lane.IsCalledBack) = (false, false);
        GoOn(lane);
    }

    /// <summary>Lets a lane go on that was set aside, or will be when the work on its head ends. One that sleeps comes back when there is room.</summary>
    public bool Resume(ulong conversation)
    {
        if (_asleep.Call(conversation))
        {
            WakeCalled();
            return true;
        }

        if (Find(conversation) is not { } lane || !(lane.IsAside || lane.IsBusy))
        {
            return false;
        }

        lane.IsResumed = lane.IsBusy;
        lane.IsAside = false;
        GoOn(lane);
        return true;
    }

    /// <summary>Lets lanes go on whose head is due.</summary>
    /// <returns>When the next one is due, or null.</returns>
    public DateTimeOffset? Resume(DateTimeOffset now)
    {
        while (_waiting.TryTakeDue(now, out var lane))
        {
            GoOn(lane);
        }

        return _waiting.Next;
    }

    public void AllowSuspects(bool aloneToo) => _suspects.Allow(aloneToo);

    public bool TryTakeFetch(out LaneFetch fetch)
    {
        if (!_fetches.TryTake(out var lane))
        {
            fetch = default;
            return false;
        }

        lane.Messages.TryPeek(out var head);
        var priorityClass = lane.Urgency();
        var rows = Math.Min(options.MaxPerConversation, window.Room(priorityClass));
        fetch = new LaneFetch(lane.Conversation, head, lane.SkippedFrom, lane.SkippedTo, rows, window.RoomBytes(priorityClass));
        return true;
    }

    public void FetchedHead(ulong conversation)
    {
        var lane = _lanes[conversation];
        lane.IsFetching = false;
        if (lane.Messages.Peek() is { Payload.IsEmpty: false } head)
        {
            window.Add(head);
        }
        else
        {
            lane.Messages.Dequeue();
        }

        GoOn(lane);
    }

    public void FetchedRange(ulong conversation, IReadOnlyList<QueuedMessage> rows, long upTo)
    {
        var lane = _lanes[conversation];
        lane.IsFetching = false;
        lane.Fetched(upTo);
        lane.ForgetLate(rows);
        foreach (var row in rows)
        {
            row.IsCalledBack = lane.IsCalledBack && lane.Messages.Count == 0;
            Enqueue(lane, row);
        }

        GoOn(lane);
    }

    public void FetchFailed(ulong conversation, DateTimeOffset again)
    {
        var lane = _lanes[conversation];
        lane.IsFetching = false;
        _waiting.Add(lane, again);
    }

    public void GoOn(Lane lane)
    {
        if (lane.IsBusy || lane.IsFetching || lane.IsWaiting || lane.IsAside || lane.Ticket != 0)
        {
            return;
        }

        if (!lane.Messages.TryPeek(out var head))
        {
            GoOnWithoutHead(lane);
        }
        else if (head.Due != default && head.Due > time.GetUtcNow())
        {
            Unload(lane, head.Due);
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

    private void GoOnWithoutHead(Lane lane)
    {
        if (lane.HasSkipped)
        {
            _fetches.Add(lane);
        }
        else if (lane.TryTakeLate(out var late))
        {
            lane.Enqueue(late);
            _fetches.Add(lane);
        }
        else
        {
            _lanes.Remove(lane.Conversation);
            Ended(lane);
            WakeCalled();
        }
    }

    private bool MustSkipAside(Lane lane) =>
        lane.Messages.Count >= KeptAside || lane.Messages.Peek().Payload.IsEmpty || window.IsMoreThanHalfFull;

    // A lane has the highest class that waits in it, wherever it waits.
    private void Lift(Lane lane, QueuedMessage message)
    {
        var priorityClass = PriorityClass.Of(message.Priority);
        if (lane.Ticket > 0)
        {
            _ready.Add(lane, priorityClass);
        }

        _fetches.Lift(lane, priorityClass);
    }

    // Only the head's few words stay in memory while it waits; what follows it is read again from the store.
    private void Unload(Lane lane, DateTimeOffset due)
    {
        UnloadHead(lane);
        _waiting.Add(lane, due);
    }

    // Nobody knows how long it will wait: a few messages stay loaded as long as there is plenty of room.
    private void SetAside(Lane lane)
    {
        if (lane.IsResumed)
        {
            return;
        }

        lane.IsAside = true;
        if (window.IsMoreThanHalfFull)
        {
            UnloadHead(lane);
            return;
        }

        var count = lane.Messages.Count;
        for (var place = 0; place < count; place++)
        {
            KeepOrSkip(lane, lane.Messages.Dequeue(), isSkipped: place >= KeptAside);
        }
    }

    private void PutToSleep(Lane lane)
    {
        if (lane.IsResumed || !_asleep.TryAdd(lane))
        {
            SetAside(lane);
            return;
        }

        foreach (var message in lane.Messages)
        {
            window.Remove(message);
        }

        lane.IsAside = true; // nothing that still knows it takes it up
        _lanes.Remove(lane.Conversation);
        WakeCalled();
    }

    // Who was called back comes before what is read anew: that looks for room after this.
    private void WakeCalled()
    {
        while (window.HasRoomForLane(PriorityClass.High, _lanes.Count) && _asleep.WakeCalled() is { } lane)
        {
            _lanes[lane.Conversation] = lane;
            GoOn(lane);
        }
    }

    private void UnloadHead(Lane lane)
    {
        var head = lane.Messages.Dequeue();
        while (lane.Messages.TryDequeue(out var follower))
        {
            KeepOrSkip(lane, follower, isSkipped: true);
        }

        window.Remove(head);
        head.Payload = default;
        lane.Messages.Enqueue(head);
    }

    private void KeepOrSkip(Lane lane, QueuedMessage message, bool isSkipped)
    {
        if (isSkipped)
        {
            window.Remove(message);
            lane.Skip(message, message.Position);
        }
        else
        {
            lane.Messages.Enqueue(message);
        }
    }
}
