using System.Buffers.Binary;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Finds the messages of one conversation in one file: unsealed records by reading them, sealed ones by their sorted blocks.</summary>
internal static class HistoryQueries
{
    public static List<MessageRecord> Newest(DayReader reader, ulong conversation, long last, int limit, ushort epoch, long nowMs)
    {
        var positions = Unsealed(reader, conversation);
        positions.AddRange(Sealed(reader, conversation));
        var newest = positions.Where(position => position <= last).OrderDescending().Take(limit);
        return [.. newest.Select(position => RecordQueries.At(reader, position, epoch, nowMs)).OfType<MessageRecord>()];
    }

    private static List<long> Unsealed(DayReader reader, ulong conversation)
    {
        var found = new List<long>();
        using var rows = reader.Connection.PrepareOnce("SELECT first, keys FROM batch WHERE first > (SELECT coalesce(max(last), 0) FROM segment)");
        while (rows.Step())
        {
            var records = rows.Blob(1);
            for (var at = 0; at < records.Length; at += KeyBlocks.RecordBytes)
            {
                if (KeyBlocks.ConversationOf(records[at..]) == conversation)
                {
                    found.Add(rows.Long(0) + (at / KeyBlocks.RecordBytes));
                }
            }
        }

        return found;
    }

    private static List<long> Sealed(DayReader reader, ulong conversation)
    {
        var found = new List<long>();
        using var segments = reader.Connection.PrepareOnce("SELECT id, conversation_fences FROM segment");
        using var blocks = reader.Connection.PrepareOnce("SELECT data FROM conversation_block WHERE id = ?1");
        while (segments.Step())
        {
            var fences = segments.Blob(1).ToArray();
            var start = Math.Max(0, KeyBlocks.LastNotAbove(fences, KeyBlocks.ConversationEntry(conversation, 0)));
            for (var block = start; block * KeyBlocks.EntryBytes < fences.Length && BinaryPrimitives.ReadUInt64BigEndian(fences.AsSpan(block * KeyBlocks.EntryBytes)) <= conversation; block++)
            {
                Collect(blocks, KeyBlocks.BlockId(segments.Long(0), block), conversation, found);
            }
        }

        return found;
    }

    private static void Collect(SqliteStatement blocks, long id, ulong conversation, List<long> found)
    {
        blocks.Bind(1, id);
        if (blocks.Step())
        {
            var entries = blocks.Blob(0);
            for (var i = 0; i < entries.Length / KeyBlocks.EntryBytes; i++)
            {
                var entry = KeyBlocks.Entry(entries, i);
                if ((ulong)(entry >> 64) == conversation)
                {
                    found.Add((long)(ulong)entry);
                }
            }
        }

        blocks.Reset();
    }
}
