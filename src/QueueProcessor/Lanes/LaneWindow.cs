using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// How much of a queue is loaded, and how much more may be. A less urgent class stops filling the window earlier, so that
/// it leaves room for what is more urgent; each class keeps a little room of its own, so that none is ever shut out.
/// Heads that wait without their payload are not counted: the number of conversations bounds them.
/// Guarded by the book's gate.
/// </summary>
internal sealed class LaneWindow(LaneOptions options)
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
        (int)Math.Max(1, Math.Max(Part(options.MaxMessages, PriorityClass.WindowPercent(priorityClass)) - Messages, Part(options.MaxMessages, OwnPercent) - _messages[priorityClass]));

    /// <summary>Bytes of a class that may be loaded now, at least one.</summary>
    public long RoomBytes(int priorityClass) =>
        Math.Max(1, Math.Max(Part(options.MaxBytes, PriorityClass.WindowPercent(priorityClass)) - Bytes, Part(options.MaxBytes, OwnPercent) - _bytes[priorityClass]));

    private static long Part(long whole, int percent) => Math.Max(1, whole * percent / 100);

    private long MaxLanes(int priorityClass) => Part(options.MaxConversations, PriorityClass.LanesPercent(priorityClass));

    private bool Fits(int priorityClass, int percentOfLimit)
    {
        var percent = PriorityClass.WindowPercent(priorityClass) * percentOfLimit / 100;
        return (Messages < Part(options.MaxMessages, percent) && Bytes < Part(options.MaxBytes, percent))
            || (_messages[priorityClass] < Part(options.MaxMessages, OwnPercent) && _bytes[priorityClass] < Part(options.MaxBytes, OwnPercent));
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
