using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Finds waiting messages that a failed commit left on the disk after all: they are durable and go on like any other.</summary>
internal static class FoundMessages
{
    public static List<QueuedMessage> After(StoreState state, long position)
    {
        var found = new List<QueuedMessage>();
        foreach (var file in state.Days.All.Where(file => file.Writer.LastPosition() > position))
        {
            file.Read(reader =>
            {
                foreach (var (queue, _) in reader.Names.All())
                {
                    foreach (var priority in Enum.GetValues<Priority>())
                    {
                        reader.Backlog(queue, priority, position, int.MaxValue, state.Main.Epoch, found);
                    }
                }

                return true;
            });
        }

        foreach (var message in found)
        {
            message.Payload = state.Days.Of(message.Position)?.Read(reader => reader.Payload(message.Position));
        }

        found.Sort((a, b) => a.Position.CompareTo(b.Position));
        return found;
    }
}
