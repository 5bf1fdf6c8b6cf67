using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Relevo.Storage.Sqlite;

/// <summary>Sorts the keys and conversations of a slice into blocks. Runs beside the writer, on a read connection.</summary>
internal sealed class SegmentBuilder(int capacity)
{
    private readonly List<UInt128> _keys = new(capacity);
    private readonly List<UInt128> _conversations = new(capacity);

    /// <summary>Records added.</summary>
    public int Count => _conversations.Count;

    /// <summary>Adds the records of one batch whose first message stands at <paramref name="first"/>.</summary>
    public void Add(long first, ReadOnlySpan<byte> records)
    {
        for (var i = 0; i * KeyBlocks.RecordBytes < records.Length; i++)
        {
            var record = records.Slice(i * KeyBlocks.RecordBytes, KeyBlocks.RecordBytes);
            if (KeyBlocks.KeyOf(record) is var key && key != 0)
            {
                _keys.Add(key);
            }

            _conversations.Add(KeyBlocks.ConversationEntry(KeyBlocks.ConversationOf(record), first + i));
        }
    }

    public (KeySegment Segment, List<byte[]> KeyBlocks, List<byte[]> ConversationBlocks) Build(long id, long first, long last, long newestMs)
    {
        var filter = KeyFilter.For(_keys.Count);
        foreach (var key in _keys)
        {
            filter.Add(key);
        }

        var keys = Cut(KeySorter.Sort(CollectionsMarshal.AsSpan(_keys)), out var keyFences);
        var conversations = Cut(KeySorter.Sort(CollectionsMarshal.AsSpan(_conversations)), out var conversationFences);
        return (new KeySegment(id, first, last, newestMs, filter, keyFences, conversationFences), keys, conversations);
    }

    private static List<byte[]> Cut(UInt128[] sorted, out byte[] fences)
    {
        var blocks = new List<byte[]>();
        for (var start = 0; start < sorted.Length; start += KeyBlocks.EntriesPerBlock)
        {
            var block = new byte[Math.Min(KeyBlocks.EntriesPerBlock, sorted.Length - start) * KeyBlocks.EntryBytes];
            for (var i = 0; i * KeyBlocks.EntryBytes < block.Length; i++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(block.AsSpan(i * KeyBlocks.EntryBytes), sorted[start + i]);
            }

            blocks.Add(block);
        }

        fences = new byte[blocks.Count * KeyBlocks.EntryBytes];
        for (var i = 0; i < blocks.Count; i++)
        {
            blocks[i].AsSpan(0, KeyBlocks.EntryBytes).CopyTo(fences.AsSpan(i * KeyBlocks.EntryBytes));
        }

        return blocks;
    }
}
