namespace Relevo.Storage.Sqlite;

/// <summary>Keys of one day's file that are not sealed yet, of a row of whole commits. Changed by the writer's thread only.</summary>
internal sealed class KeySlice(DayFile file, int capacity, long first)
{
    public DayFile File => file;

    public RecentKeys Keys { get; } = new(capacity);

    /// <summary>First position it covers.</summary>
    public long First => first;

    /// <summary>Last position it covers.</summary>
    public long Last { get; private set; } = first - 1;

    /// <summary>Newest time of its messages, by our clock or the provider's.</summary>
    public long NewestMs { get; private set; }

    /// <summary>Messages it covers, with keys or without.</summary>
    public int Count => (int)(Last - First + 1);

    public bool IsFull => Count >= capacity;

    public bool HasRoomFor(int messages) => Count + messages <= capacity;

    /// <summary>Takes the records of one commit.</summary>
    public void Add(ReadOnlySpan<byte> records, long newestMs)
    {
        for (var at = 0; at < records.Length; at += KeyBlocks.RecordBytes)
        {
            if (KeyBlocks.KeyOf(records[at..]) is var key && key != 0 && !Keys.Contains(key))
            {
                Keys.Add(key);
            }
        }

        Last += records.Length / KeyBlocks.RecordBytes;
        NewestMs = Math.Max(NewestMs, newestMs);
    }
}
