namespace Relevo.Storage.Sqlite;

/// <summary>A sealed slice of keys: sorted blocks in the day's file, their fences and filter in memory. Immutable.</summary>
/// <param name="Id">Its number within the file.</param>
/// <param name="First">First position it covers.</param>
/// <param name="Last">Last position it covers.</param>
/// <param name="ReceivedMs">When its newest message was taken: no copy of a later message can be in it.</param>
/// <param name="Filter">Says for most absent keys that they are absent.</param>
/// <param name="KeyFences">First key of each block.</param>
/// <param name="ConversationFences">First conversation entry of each block.</param>
internal sealed record KeySegment(long Id, long First, long Last, long ReceivedMs, KeyFilter Filter, byte[] KeyFences, byte[] ConversationFences)
{
    /// <summary>Looks a key up exactly; <paramref name="block"/> fetches a block.</summary>
    public bool Contains(UInt128 key, Func<long, byte[]?> block)
    {
        if (!Filter.MayContain(key))
        {
            return false;
        }

        var index = KeyBlocks.LastNotAbove(KeyFences, key);
        if (index < 0 || block(KeyBlocks.BlockId(Id, index)) is not { } entries)
        {
            return false;
        }

        var place = KeyBlocks.LastNotAbove(entries, key);
        return place >= 0 && KeyBlocks.Entry(entries, place) == key;
    }
}
