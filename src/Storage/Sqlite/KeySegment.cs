namespace Relevo.Storage.Sqlite;

/// <summary>A sealed slice of keys: sorted blocks in the day's file, their fences and filter in memory. Immutable.</summary>
/// <param name="Id">Its number within the file.</param>
/// <param name="First">First position it covers.</param>
/// <param name="Last">Last position it covers.</param>
/// <param name="NewestMs">Newest time of its messages, by our clock or the provider's: no copy of a later message can be in it.</param>
/// <param name="Filter">Says for most absent keys that they are absent.</param>
/// <param name="KeyFences">First key of each block.</param>
/// <param name="ConversationFences">First conversation entry of each block.</param>
internal sealed record KeySegment(long Id, long First, long Last, long NewestMs, KeyFilter Filter, byte[] KeyFences, byte[] ConversationFences)
{
    /// <summary>Looks a key up exactly, in a block of its file when the filter does not know better.</summary>
    public bool Contains(UInt128 key, DayWriter file)
    {
        if (!Filter.MayContain(key))
        {
            return false;
        }

        var index = KeyBlocks.LastNotAbove(KeyFences, key);
        return index >= 0 && file.KeyBlockHolds(KeyBlocks.BlockId(Id, index), key);
    }
}
