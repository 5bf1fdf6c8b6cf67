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

                foreach (var message in found.Where(message => message.Payload.IsEmpty))
                {
                    message.Payload = reader.Payload(message.Position);
                }

                return true;
            }, gone: false);
        }

        found.Sort((a, b) => a.Position.CompareTo(b.Position));
        return found;
    }
}
