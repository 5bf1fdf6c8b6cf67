using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// How much of a queue is loaded, and how much more may be. A less urgent class stops filling the window earlier, so that
/// it leaves room for what is more urgent; each class keeps a little room of its own, so that none is ever shut out.
/// Heads that wait without their payload are not counted: the number of conversations bounds them. Where conversations mix
/// priorities, what is loaded for one class may be of another, so a class has its own room only while there is any.
/// Guarded by the book's gate.
/// </summary>
internal sealed class LaneWindow(LaneOptions options, bool isMixed = false)
{
    private const int OwnPercent = 5; // two classes on top of the most urgent one's 90 % make 100 %
    private const int LowWaterPercent = 90;
    private readonly int[] _messages = new int[PriorityClass.Count];
    private readonly long[] _bytes = new long[PriorityClass.Count];

    /// <summary>Messages loaded.</summary>
    public int Messages { get; private set; }

    /// <summary>Bytes of payload loaded.</summary>
    public long Bytes { get; private set; }

    public void Add(QueuedMessage message) => Count(message, 1);

    public void Remove(QueuedMessage message) => Count(message, -1);

    /// <summary>More than half of it is taken: what only waits leaves its room to what can be worked on.</summary>
    public bool IsMoreThanHalfFull => Messages > options.MaxMessages / 2 || Bytes > options.MaxBytes / 2;

    /// <summary>One more message of a class may be loaded.</summary>
    public bool HasRoom(int priorityClass) => Fits(priorityClass, 100);

    /// <summary>Enough has drained to begin reading from the store again.</summary>
    public bool HasDrained(int priorityClass) => Fits(priorityClass, LowWaterPercent);

    /// <summary>One more conversation may be known.</summary>
    public bool HasRoomForLane(int priorityClass, int lanes) => lanes < MaxLanes(priorityClass);

    /// <summary>Rows worth reading for a class now.</summary>
    public int Rows(int priorityClass, int lanes) => (int)Math.Min(Room(priorityClass), MaxLanes(priorityClass) - lanes);

    /// <summary>Messages of a class that may be loaded now, at least one.</summary>
    public int Room(int priorityClass) =>
        (int)Math.Max(1, Math.Max(Part(options.MaxMessages, PriorityClass.WindowPercent(priorityClass)) - Messages, Own(options.MaxMessages, Messages, _messages[priorityClass])));

    /// <summary>Messages of a class that may be loaded now, each in a conversation of its own; 0 when none may. What a class has of its own does not count: they may turn out to be of another.</summary>
    public int Free(int priorityClass, int lanes)
    {
        var percent = PriorityClass.WindowPercent(priorityClass);
        var messages = Math.Min(Part(options.MaxMessages, percent) - Messages, MaxLanes(priorityClass) - lanes);
        return Bytes < Part(options.MaxBytes, percent) ? (int)Math.Max(0, messages) : 0;
    }

    /// <summary>Bytes of a class that may be loaded now, at least one.</summary>
    public long RoomBytes(int priorityClass) =>
        Math.Max(1, Math.Max(Part(options.MaxBytes, PriorityClass.WindowPercent(priorityClass)) - Bytes, Own(options.MaxBytes, Bytes, _bytes[priorityClass])));

    private static long Part(long whole, int percent) => Math.Max(1, whole * percent / 100);

    private long MaxLanes(int priorityClass) => Part(options.MaxConversations, PriorityClass.LanesPercent(priorityClass));

    private bool Fits(int priorityClass, int percentOfLimit)
    {
        var percent = PriorityClass.WindowPercent(priorityClass) * percentOfLimit / 100;
        return (Messages < Part(options.MaxMessages, percent) && Bytes < Part(options.MaxBytes, percent))
            || (Own(options.MaxMessages, Messages, _messages[priorityClass]) > 0 && Own(options.MaxBytes, Bytes, _bytes[priorityClass]) > 0);
    }

    private long Own(long whole, long taken, long takenOfClass)
    {
        var own = Part(whole, OwnPercent) - takenOfClass;
        return isMixed ? Math.Min(own, whole - taken) : own;
    }

    private void Count(QueuedMessage message, int sign)
    {
        if (message.Payload.IsEmpty)
        {
            return;
        }

        var priorityClass = PriorityClass.Of(message.Priority);
        Messages += sign;
        Bytes += sign * (long)message.Payload.Length;
        _messages[priorityClass] += sign;
        _bytes[priorityClass] += sign * (long)message.Payload.Length;
    }
}
