using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>The places where memory and store meet, one per priority. Guarded by the book's gate.</summary>
internal sealed class BacklogCursors(LaneWindow window, long tail)
{
    private readonly BacklogCursor[] _cursors = [.. Enum.GetValues<Priority>().Select(priority => new BacklogCursor(priority) { IsBehind = true, Seen = tail })];

    public BacklogCursor Of(Priority priority) => _cursors[(int)priority];

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
}
