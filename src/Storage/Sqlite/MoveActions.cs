using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Moves waiting messages from queue to queue.</summary>
internal static class MoveActions
{
    /// <summary>The message as it will stand in the other queue; its payload is still to be loaded when it has none.</summary>
    public static QueuedMessage Copy(QueuedMessage message, string queue) => new()
    {
        Queue = queue,
        Number = message.Number,
        Kind = message.Kind,
        Priority = message.Priority,
        ReceivedUtc = message.ReceivedUtc,
        Payload = message.Payload,
        Conversation = message.Conversation,
        Position = message.Position,
        Id = message.Id,
        Attempts = message.Attempts,
        Deaths = message.Deaths,
        TroubleMs = message.TroubleMs,
        IsLate = true,
    };

    /// <summary>Moves what still waits; it is announced after the commit.</summary>
    /// <returns>How many were moved.</returns>
    public static int Move(WriteScope scope, IReadOnlyList<(QueuedMessage Message, string From)> moves)
    {
        if (!scope.State.Moves.TryClose())
        {
            return 0;
        }

        var before = scope.Late.Count;
        foreach (var (message, from) in moves)
        {
            if (scope.State.Days.Of(message.Position) is not { } file)
            {
                continue;
            }

            file.Writer.Begin();
            if (file.Writer.Sends.Move(message, from))
            {
                scope.Late.Add(message);
            }
        }

        if (!scope.HasLate)
        {
            scope.State.Moves.Open(); // there is nothing to announce
        }

        return scope.Late.Count - before;
    }

    /// <summary>Those of a failed commit that were moved all the same.</summary>
    public static List<QueuedMessage> Moved(StoreState state, IReadOnlyList<QueuedMessage> inDoubt) =>
        [.. inDoubt.Where(message => state.Days.Of(message.Position)?.Read(reader => reader.Waits(message), gone: false) == true)];
}
