namespace Relevo.Storage.Sqlite;

/// <summary>Keys of one day's file that are not sealed yet.</summary>
internal sealed class KeySlice(DayFile file, int capacity)
{
    public DayFile File => file;

    public RecentKeys Keys { get; } = new(capacity);

    public long First { get; set; }

    public long Last { get; set; }

    public long ReceivedMs { get; set; }

    /// <summary>True once it takes no more keys and is being sealed.</summary>
    public bool IsFrozen { get; set; }
}
