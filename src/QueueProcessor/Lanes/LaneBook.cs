using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Every conversation of a queue that is in memory, and the seam to those that are not. Holds no threads and does no I/O.
/// Memory is bounded: beyond the window messages stay in the store, and are read in their order as lanes drain. A message
/// is in exactly one place: in a lane, in a lane's skipped range, or behind a cursor. The window is passed by no more than
/// one conversation's messages, which are on their way in while live ones take the room, and by late ones.
/// </summary>
internal sealed class LaneBook
{
    private readonly Lock _gate = new();
    private readonly LaneWindow _window;
    private readonly LaneFlow _flow;
    private readonly LaneSeam _seam;
    private volatile int _readyCount;
    private volatile bool _needsReading;
    private volatile int _lanes;

    public LaneBook(LaneOptions options, long tail, TimeProvider time, bool isMixed = false)
    {
        _window = new LaneWindow(options, isMixed);
        _flow = new LaneFlow(options, time, _window);
        _seam = new LaneSeam(_flow, _window, options, tail, isMixed);
        Publish_NeedsGate();
    }

    /// <summary>Lanes that could be worked on now. Takes no lock.</summary>
    public int ReadyCount => _readyCount;

    /// <summary>True when the reader has something to do now. Takes no lock.</summary>
    public bool NeedsReading => _needsReading;

    /// <summary>Messages of the normal class that fit now, in conversations of their own; 0 when none do.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                return _window.Free(PriorityClass.Normal, _flow.Count);
            }
        }
    }

    /// <summary>More than half of the conversations that a class may have in memory are there. Takes no lock.</summary>
    public bool IsCrowded(int priorityClass) => !_window.HasRoomForLane(priorityClass, _lanes * 2);

    /// <summary>Conversations known by name only. Only to look at while nothing moves.</summary>
    internal int Asleep => _flow.Asleep;

    /// <summary>What is loaded. Only to look at while nothing moves.</summary>
    internal LaneWindow Window => _window;

    /// <summary>Conversations known. Only to look at while nothing moves.</summary>
    internal int Conversations => _flow.Count;

    /// <summary>Conversations remembered although they are not in memory. Only to look at while nothing moves.</summary>
    internal int Remembered => _seam.Remembered;

    /// <summary>Takes a message that was just committed, in commit order, or that was just moved into the queue.</summary>
    public void Admit(QueuedMessage message)
    {
        lock (_gate)
        {
            if (message.IsLate)
            {
                _seam.AdmitLate(message);
            }
            else
            {
                _seam.Admit(message);
            }

            Publish_NeedsGate();
        }
    }

    /// <summary>Shares the workers differently from now on.</summary>
    public void Share(LaneShares shares)
    {
        lock (_gate)
        {
            _flow.Share(shares);
            Publish_NeedsGate();
        }
    }

    /// <summary>Takes the next message to work on.</summary>
    public bool TryTake(out QueuedMessage message)
    {
        lock (_gate)
        {
            var taken = _flow.TryTake(out message);
            Publish_NeedsGate();
            return taken;
        }
    }

    /// <summary>Ends the work on a message. Afterwards its conversation may go on.</summary>
    public void Finish(QueuedMessage message, in LaneOutcome outcome)
    {
        lock (_gate)
        {
            _flow.Finish(message, outcome);
            Publish_NeedsGate();
        }
    }

    /// <summary>Lets a conversation go on that was set aside; while its head is in work this is remembered.</summary>
    /// <returns>False when nothing of it is set aside or in work.</returns>
    public bool Resume(ulong conversation)
    {
        lock (_gate)
        {
            var isResumed = _flow.Resume(conversation);
            Publish_NeedsGate();
            return isResumed;
        }
    }

    /// <summary>Lets the next message be taken up that was in work at a death.</summary>
    /// <param name="aloneToo">Also one that was in work at several deaths.</param>
    public void AllowSuspects(bool aloneToo)
    {
        lock (_gate)
        {
            _flow.AllowSuspects(aloneToo);
            Publish_NeedsGate();
        }
    }

    /// <summary>Lets lanes go on whose head is due.</summary>
    /// <returns>When the next one is due, or null.</returns>
    public DateTimeOffset? Resume(DateTimeOffset now)
    {
        lock (_gate)
        {
            var next = _flow.Resume(now);
            Publish_NeedsGate();
            return next;
        }
    }

    /// <summary>The next lane that something has to be fetched for, and there is room for it.</summary>
    public bool TryTakeFetch(out LaneFetch fetch)
    {
        lock (_gate)
        {
            var taken = _flow.TryTakeFetch(out fetch);
            Publish_NeedsGate();
            return taken;
        }
    }

    /// <summary>Gives a lane its head, loaded; one whose payload is still empty is gone.</summary>
    public void FetchedHead(ulong conversation)
    {
        lock (_gate)
        {
            _flow.FetchedHead(conversation);
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
            _flow.FetchedRange(conversation, rows, upTo);
            Publish_NeedsGate();
        }
    }

    /// <summary>A fetch failed: this lane asks again later, the others do not wait for it.</summary>
    public void FetchFailed(ulong conversation, DateTimeOffset again)
    {
        lock (_gate)
        {
            _flow.FetchFailed(conversation, again);
            Publish_NeedsGate();
        }
    }

    /// <summary>Whether a priority has to be read from the store now, from where, and how many rows there is room for.</summary>
    public bool TryChooseCursor(Priority priority, out long after, out int rows)
    {
        lock (_gate)
        {
            return _seam.TryChooseCursor(priority, out after, out rows);
        }
    }

    /// <summary>Says before its payload is fetched whether a backlog message would be placed.</summary>
    public BacklogVerdict Look(QueuedMessage message, DateTimeOffset now)
    {
        lock (_gate)
        {
            var verdict = _seam.Look(message, now);
            Publish_NeedsGate();
            return verdict;
        }
    }

    /// <summary>Places a message that was read from the store. Without its payload it is fetched again when its turn comes.</summary>
    public void PlaceFromBacklog(QueuedMessage message)
    {
        lock (_gate)
        {
            _seam.PlaceFromBacklog(message);
            Publish_NeedsGate();
        }
    }

    /// <summary>A message that was read from the store is gone.</summary>
    public void Pass(QueuedMessage message)
    {
        lock (_gate)
        {
            _seam.Pass(message);
            Publish_NeedsGate();
        }
    }

    /// <summary>Everything of a priority up to <paramref name="upTo"/> was read: live messages may follow when none came meanwhile.</summary>
    public void CaughtUp(Priority priority, long upTo)
    {
        lock (_gate)
        {
            _seam.CaughtUp(priority, upTo);
            Publish_NeedsGate();
        }
    }

    /// <summary>Whether so much is remembered of conversations that have ended that it is time to forget some.</summary>
    /// <param name="upTo">What <see cref="ForgetEnded"/> may forget once every end of work before this call is durable.</param>
    public bool MustForget(out long upTo)
    {
        lock (_gate)
        {
            return _seam.MustForget(out upTo);
        }
    }

    /// <summary>Forgets conversations whose messages no read that begins now shows any more.</summary>
    public void ForgetEnded(long upTo)
    {
        lock (_gate)
        {
            _seam.ForgetEnded(upTo);
        }
    }

    private void Publish_NeedsGate()
    {
        _readyCount = _flow.Ready;
        _lanes = _flow.Count;
        _needsReading = _flow.CanFetch || _seam.CanRead;
    }
}
