using System.Buffers.Binary;
using Relevo.Storage.Sqlite;

namespace Relevo.Storage.Tests.Sqlite;

public sealed class KeyTableTests
{
    [Fact]
    public void RecentKeys_FilledToTheBrim_KnowsExactlyWhatWasAdded()
    {
        var random = new Random(7);
        var keys = Enumerable.Range(0, 5000).Select(_ => Key(random)).Distinct().ToList();
        var table = new RecentKeys(4096);
        foreach (var key in keys.Take(4096))
        {
            Assert.False(table.Contains(key));
            table.Add(key);
        }

        Assert.True(table.IsFull);
        Assert.All(keys.Take(4096), key => Assert.True(table.Contains(key)));
        Assert.All(keys.Skip(4096), key => Assert.False(table.Contains(key)));
    }

    [Fact]
    public void RecentKeys_WithKeysOfOnePlace_FindsEachOfThem()
    {
        var table = new RecentKeys(100);
        var keys = Enumerable.Range(1, 100).Select(i => (UInt128)(uint)i << 64).ToList();
        keys.ForEach(table.Add);
        Assert.All(keys, key => Assert.True(table.Contains(key)));
        Assert.False(table.Contains((UInt128)101 << 64));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void KeyFilter_OfAnySize_LetsEveryKeyThroughAndFewOthers(int count)
    {
        var random = new Random(count);
        var keys = Enumerable.Range(0, count).Select(_ => Key(random)).ToList();
        var filter = KeyFilter.For(count);
        keys.ForEach(filter.Add);
        var read = new KeyFilter(filter.Bits.ToArray());

        Assert.All(keys, key => Assert.True(read.MayContain(key)));
        var wrong = Enumerable.Range(0, 20_000).Count(_ => read.MayContain(Key(random)));
        Assert.InRange(wrong, 0, 20_000 * 2 / 100);
    }

    [Fact]
    public void LastNotAbove_OfSortedEntries_AgreesWithASearchByEye()
    {
        var random = new Random(3);
        for (var size = 0; size < 40; size++)
        {
            var sorted = Enumerable.Range(0, size).Select(_ => (UInt128)(uint)random.Next(60)).Order().ToList();
            var entries = new byte[size * KeyBlocks.EntryBytes];
            for (var i = 0; i < size; i++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(entries.AsSpan(i * KeyBlocks.EntryBytes), sorted[i]);
            }

            for (var value = 0; value < 62; value++)
            {
                Assert.Equal(sorted.FindLastIndex(entry => entry <= (UInt128)(uint)value), KeyBlocks.LastNotAbove(entries, (UInt128)(uint)value));
            }
        }
    }

    [Fact]
    public void ConversationEntry_Sorts_ByConversationThenPosition()
    {
        Assert.True(KeyBlocks.ConversationEntry(1, long.MaxValue) < KeyBlocks.ConversationEntry(2, 1));
        Assert.True(KeyBlocks.ConversationEntry(ulong.MaxValue, 1) < KeyBlocks.ConversationEntry(ulong.MaxValue, 2));
    }

    private static UInt128 Key(Random random) => ((UInt128)(ulong)random.NextInt64() << 64) | (ulong)random.NextInt64() | 1;
}
