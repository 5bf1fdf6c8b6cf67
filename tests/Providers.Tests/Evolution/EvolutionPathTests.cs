using Relevo.Providers.Evolution;

namespace Relevo.Providers.Tests.Evolution;

public sealed class EvolutionPathTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("messages-upsert", null, "messages-upsert")]
    [InlineData("group-participants-update", null, "group-participants-update")]
    [InlineData("p-9f2c", "p-9f2c", null)]
    [InlineData("MESSAGES-UPSERT", "MESSAGES-UPSERT", null)]
    [InlineData("messages.upsert", "messages.upsert", null)]
    [InlineData("p-9f2c/connection-update", "p-9f2c", "connection-update")]
    [InlineData("p-9f2c/of-tomorrow", "p-9f2c", "of-tomorrow")]
    [InlineData("messages-upsert/messages-upsert", "messages-upsert", "messages-upsert")]
    [InlineData("p-9f2c/", "p-9f2c", null)]
    public void TryRead_Segments_AreTokenAndEvent(string path, string? token, string? eventName)
    {
        Assert.True(EvolutionPath.TryRead(path.Split('/'), out var readToken, out var readEvent));
        Assert.Equal((token, eventName), (readToken, readEvent));
    }

    [Fact]
    public void TryRead_ThreeSegments_IsFalse() => Assert.False(EvolutionPath.TryRead(["a", "b", "c"], out _, out _));
}
