using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Reads of one file that concern sends only.</summary>
internal static class SendQueries
{
    /// <summary>Adds what this file knows of a send, in the order in which it was recorded.</summary>
    public static bool Trace(DayReader reader, MessageId id, List<TraceEntry> into)
    {
        using var rows = reader.Connection.PrepareOnce("SELECT at, kind, number, answer, provider_key FROM trace WHERE position = ?1 ORDER BY id");
        rows.Bind(1, id.Position);
        while (rows.Step())
        {
            into.Add(new TraceEntry(id, new DateTimeOffset(rows.Long(0), TimeSpan.Zero), (TraceKind)rows.Long(1), reader.Names.Text(rows.Long(2)), rows.Text(3), rows.Text(4)));
        }

        return true;
    }

    public static MessageId? Sent(DayReader reader, byte[] key, ushort epoch)
    {
        using var rows = reader.Connection.PrepareOnce("SELECT position, time FROM sent WHERE key = ?1");
        rows.Bind(1, key);
        return rows.Step() ? new MessageId(rows.Long(1), epoch, rows.Long(0)) : null;
    }
}
