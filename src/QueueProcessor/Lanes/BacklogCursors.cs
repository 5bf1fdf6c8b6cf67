using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>The places where memory and store meet, one per priority. Guarded by the book's gate.</summary>
internal sealed class BacklogCursors(LaneWindow window, long tail)
{
    private readonly BacklogCursor[] _cursors = [.. Enum.GetValues<Priority>().Select(priority => BacklogCursor.At(priority, tail))];

    /// <summary>The newest message that was announced, or may have been before anybody listened.</summary>
    public long Announced { get; private set; } = tail;

    /// <summary>Every message of the queue up to here has been met, by a cursor or live. Never goes back.</summary>
    public long Floor => FloorWithout(null);

    public BacklogCursor Of(Priority priority) => _cursors[(int)priority];

    /// <summary>Every message up to here that has another priority has been met.</summary>
    public long FloorOfOthers(Priority priority) => FloorWithout(Of(priority));

    /// <summary>A message was announced; what was committed before it was announced before it.</summary>
    public void Announce(long position) => Announced = Math.Max(Announced, position);

    /// <summary>A message was placed, left to its lane, or is gone.</summary>
    public void Passed(QueuedMessage message) => Of(message.Priority).Read = message.Position;

    /// <summary>True when there is something to read, and room for it.</summary>
    public bool CanRead(BacklogCursor cursor, int lanes)
    {
        var priorityClass = PriorityClass.Of(cursor.Priority);
        return cursor.IsBehind && window.HasDrained(priorityClass) && window.HasRoomForLane(priorityClass, lanes);
    }

    public bool CanReadAny(int lanes)
    {
        foreach (var cursor in _cursors)
        {
            if (CanRead(cursor, lanes))
            {
                return true;
            }
        }

        return false;
    }

    private long FloorWithout(BacklogCursor? one)
    {
        var floor = Announced;
        foreach (var cursor in _cursors)
        {
            floor = cursor.IsBehind && cursor != one ? Math.Min(floor, cursor.Read) : floor;
        }

        return floor;
    }
}
