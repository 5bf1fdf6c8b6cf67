using Relevo.Storage.Sqlite;

namespace Relevo.Storage.Tests.Sqlite;

public sealed class KeySorterTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7), InlineData(500), InlineData(4_099), InlineData(262_144)]
    public void Sort_Hashes_AreInOrderAndAllThere(int count)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, count).Select(_ => new UInt128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64())).ToArray();
        Assert.Equal(values.Order(), KeySorter.Sort(values));
    }

    /// <summary>All messages of a few conversations: their hashes are one and the same, their positions follow.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Sort_FewConversations_AreInOrderOfTheirPositions(int conversations)
    {
        var values = Enumerable.Range(0, 50_000).Select(i => KeyBlocks.ConversationEntry((ulong)(i % conversations) * 0x9E3779B97F4A7C15, 50_000 - i)).ToArray();
        Assert.Equal(values.Order(), KeySorter.Sort(values));
    }

    [Fact]
    public void Sort_EveryHighBitAlike_IsInOrder()
    {
        UInt128[] values = [UInt128.MaxValue, 3, UInt128.MaxValue - 1, 1, 2, UInt128.MaxValue];
        Assert.Equal(values.Order(), KeySorter.Sort(values));
    }
}
