namespace Relevo.Storage.Sqlite;

/// <summary>What a commit adds to the counts of one file, events or sends.</summary>
internal struct Tally
{
    public long Accepted;
    public long Completed;
    public long Dropped;
    public long Expired;

    public readonly bool IsEmpty => (Accepted | Completed | Dropped | Expired) == 0;
}
