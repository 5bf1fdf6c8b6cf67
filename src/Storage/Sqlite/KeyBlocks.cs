using System.Buffers.Binary;

namespace Relevo.Storage.Sqlite;

/// <summary>Layout of what is written about keys: batch records, sorted blocks and their fences.</summary>
internal static class KeyBlocks
{
    /// <summary>One message in a batch record: 16 bytes of dedupe hash (0 = none), 8 bytes of conversation hash.</summary>
    public const int RecordBytes = 24;

    /// <summary>One entry of a block: a key, or a conversation and a position.</summary>
    public const int EntryBytes = 16;

    /// <summary>Entries of a block: 8 KiB, one page.</summary>
    public const int EntriesPerBlock = 500; // leaves room for the row's header in an 8 KiB page

    private const int BlockBits = 20; // a segment has at most 2^20 blocks

    public static long BlockId(long segment, int block) => (segment << BlockBits) | (uint)block;

    public static void WriteRecord(Span<byte> record, UInt128 key, ulong conversation)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(record, key);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], conversation);
    }

    public static UInt128 KeyOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt128LittleEndian(record);

    public static ulong ConversationOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[16..]);

    /// <summary>Block entries and fences are big-endian, so that a sorted conversation entry is one 128-bit number: hash, then position.</summary>
    public static UInt128 Entry(ReadOnlySpan<byte> block, int index) => BinaryPrimitives.ReadUInt128BigEndian(block[(index * EntryBytes)..]);

    public static UInt128 ConversationEntry(ulong conversation, long position) => ((UInt128)conversation << 64) | (ulong)position;

    /// <summary>Index of the last entry that is not above <paramref name="value"/>, or −1.</summary>
    public static int LastNotAbove(ReadOnlySpan<byte> entries, UInt128 value)
    {
        var (low, high) = (0, (entries.Length / EntryBytes) - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (Entry(entries, middle) <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }
}
