using Relevo.Contracts.Identity;

namespace Relevo.Contracts.Tests.Identity;

public sealed class MessageIdTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1_795_294_996_000, 51_234, 20)]
    [InlineData((1L << 48) - 1, ushort.MaxValue, long.MaxValue)]
    public void TryParse_OfItsOwnText_GivesItBack(long timeMs, int epoch, long position)
    {
        var id = new MessageId(timeMs, (ushort)epoch, position);
        Assert.True(MessageId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.True(MessageId.TryParse(id.ToString().ToLowerInvariant(), out read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01M7ZYQAEZCJ8G0000000000M")]
    [InlineData("01M7ZYQAEZCJ8G00000000000MM")]
    [InlineData("01M7ZYQAEZCJ8G0000000000UM")]
    [InlineData("../../../../../etc/passwd.")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("00000000000000000000000000")]
    public void TryParse_OfWhatIsNoId_IsFalse(string text) => Assert.False(MessageId.TryParse(text, out _));

    [Fact]
    public void ToString_OfRisingIds_Rises()
    {
        var random = new Random(7);
        var ids = Enumerable.Range(1, 1000).Select(i => new MessageId(random.NextInt64(1L << 48), 9, i)).OrderBy(id => id.TimeMs).ThenBy(id => id.Position);
        var texts = ids.Select(id => id.ToString()).ToList();
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
    }
}
