using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>One conversation in memory: its next messages, and where to go on reading in the store. Guarded by the book's gate.</summary>
internal sealed class Lane(ulong conversation, string number, long known = 0)
{
    private Queue<QueuedMessage>? _late;

    public ulong Conversation => conversation;

    public string Number => number;

    /// <summary>The next messages in order. A head without payload waits in the store until it is due or fetched.</summary>
    public Queue<QueuedMessage> Messages { get; } = new(2);

    /// <summary>Its head is in work.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Its head may not be tried yet.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Its head was set aside until somebody says that it may go on.</summary>
    public bool IsAside { get; set; }

    /// <summary>Somebody said so while the head was still in work.</summary>
    public bool IsResumed { get; set; }

    /// <summary>It was called back from sleep, and nobody has worked on it since.</summary>
    public bool IsCalledBack { get; set; }

    /// <summary>The reader was asked to fetch for it.</summary>
    public bool IsFetching { get; set; }

    /// <summary>Class under which it waits for the reader.</summary>
    public int FetchClass { get; set; }

    /// <summary>Number of its valid entry among the ready lanes; 0 when it is not ready, negative among the suspects.</summary>
    public long Ticket { get; set; }

    /// <summary>Class under which it is ready.</summary>
    public int ReadyClass { get; set; }

    /// <summary>Up to here every message of the conversation is in the lane, in its skipped range, among its late ones, or done.</summary>
    public long Known { get; private set; } = known;

    /// <summary>First position that was left in the store because memory was taken; 0 when none was.</summary>
    public long SkippedFrom { get; private set; }

    /// <summary>Last position that was left in the store.</summary>
    public long SkippedTo { get; private set; }

    /// <summary>The most urgent class of what was left in the store.</summary>
    public int SkippedClass { get; private set; } = PriorityClass.Low;

    public bool HasSkipped => SkippedFrom > 0;

    /// <summary>Some of its messages came after later ones.</summary>
    public bool HasLate => _late is { Count: > 0 };

    /// <summary>Takes a message at the tail.</summary>
    public void Enqueue(QueuedMessage message)
    {
        Messages.Enqueue(message);
        Known = Math.Max(Known, message.Position);
    }

    /// <summary>Leaves a message in the store until the lane asks for it, and whatever else of the conversation stands there from a position on.</summary>
    public void Skip(QueuedMessage message, long from)
    {
        SkippedFrom = HasSkipped ? Math.Min(SkippedFrom, from) : from;
        SkippedTo = Math.Max(SkippedTo, message.Position);
        SkippedClass = Math.Min(SkippedClass, PriorityClass.Of(message.Priority));
        Known = Math.Max(Known, message.Position);
    }

    /// <summary>All its messages stand in the store, in this range.</summary>
    public void SkipRange(long from, long to, int priorityClass) => (SkippedFrom, SkippedTo, SkippedClass) = (from, to, priorityClass);

    /// <summary>The range of what was skipped is in memory up to a position.</summary>
    public void Fetched(long upTo)
    {
        if (upTo >= SkippedTo)
        {
            (SkippedFrom, SkippedTo, SkippedClass) = (0, 0, PriorityClass.Low);
        }
        else
        {
            SkippedFrom = upTo + 1;
        }
    }

    /// <summary>Takes a message that came after later ones; it goes when nothing else is left.</summary>
    public void AddLate(QueuedMessage message) => (_late ??= new Queue<QueuedMessage>()).Enqueue(message);

    public bool TryTakeLate(out QueuedMessage message)
    {
        message = null!;
        return _late is not null && _late.TryDequeue(out message!);
    }

    /// <summary>These came with a range after all.</summary>
    public void ForgetLate(IReadOnlyList<QueuedMessage> fetched)
    {
        if (_late is { Count: > 0 } late)
        {
            var positions = fetched.Select(message => message.Position).ToHashSet();
            _late = new Queue<QueuedMessage>(late.Where(message => !positions.Contains(message.Position)));
        }
    }

    /// <summary>The most urgent class that waits in it.</summary>
    public int Urgency()
    {
        var best = SkippedClass;
        foreach (var message in Messages)
        {
            best = Math.Min(best, PriorityClass.Of(message.Priority));
        }

        return _late is null ? best : _late.Aggregate(best, static (least, message) => Math.Min(least, PriorityClass.Of(message.Priority)));
    }
}
