using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Conversations that wait for long and are known by name only, some 60 bytes each: where their messages stand in the store,
/// and whether somebody called them back. Guarded by the book's gate.
/// </summary>
internal sealed class SleepingLanes(LaneOptions options)
{
    private const int PerLaneInMemory = 10;
    private readonly Dictionary<ulong, Range> _lanes = [];
    private readonly Queue<ulong> _called = new();

    /// <summary>Conversations asleep, those that were called and wait for room among them.</summary>
    public int Count => _lanes.Count;

    /// <summary>Puts a conversation to sleep whose head is loaded or known.</summary>
    /// <returns>False when that cannot be: it has messages out of their order, or too many sleep.</returns>
    public bool TryAdd(Lane lane)
    {
        if (lane.HasLate || _lanes.Count >= (long)options.MaxConversations * PerLaneInMemory)
        {
            return false;
        }

        _lanes.Add(lane.Conversation, new Range { Number = lane.Number, From = lane.Messages.Peek().Position, To = lane.Known, Class = (byte)lane.Urgency() });
        return true;
    }

    /// <summary>Leaves a message to its conversation when that is asleep.</summary>
    public bool TryLeave(QueuedMessage message)
    {
        ref var range = ref CollectionsMarshal.GetValueRefOrNullRef(_lanes, message.Conversation);
        if (Unsafe.IsNullRef(ref range))
        {
            return false;
        }

        range.From = Math.Min(range.From, message.Position); // one that came late
        range.To = Math.Max(range.To, message.Position);
        range.Class = Math.Min(range.Class, (byte)PriorityClass.Of(message.Priority));
        return true;
    }

    /// <summary>Up to here every message of a sleeping conversation is left to it, or done; 0 when it does not sleep.</summary>
    public long KnownOf(ulong conversation) => _lanes.GetValueOrDefault(conversation).To;

    /// <summary>Calls a conversation back.</summary>
    /// <returns>False when it does not sleep, or was called before.</returns>
    public bool Call(ulong conversation)
    {
        ref var range = ref CollectionsMarshal.GetValueRefOrNullRef(_lanes, conversation);
        if (Unsafe.IsNullRef(ref range) || range.IsCalled)
        {
            return false;
        }

        range.IsCalled = true;
        _called.Enqueue(conversation);
        return true;
    }

    /// <summary>Wakes the one that was called first; null when none is called.</summary>
    public Lane? WakeCalled()
    {
        if (!_called.TryDequeue(out var conversation))
        {
            return null;
        }

        _lanes.Remove(conversation, out var range);
        var lane = new Lane(conversation, range.Number, range.To) { IsCalledBack = true };
        lane.SkipRange(range.From, range.To, range.Class);
        return lane;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Range(string Number, long From, long To, byte Class, bool IsCalled);
}
