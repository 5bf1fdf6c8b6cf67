using Relevo.Gateway.Health.Readings;

namespace Relevo.Gateway.Tests.Health;

public sealed class FeedPatienceTests
{
    [Theory]
    [InlineData("meta", 604_800)]
    [InlineData("bird", 28_800)]
    [InlineData("bird-v1", 28_800)]
    [InlineData("messagebird", 28_800)]
    [InlineData("evolution", 1215)]
    [InlineData("unheard-of", 1215)]
    [InlineData("meta,bird", 28_800)]
    [InlineData("meta,evolution,bird", 1215)]
    public void SecondsToLoss_WhileAccepting_IsThePatienceOfTheLeastPatientFeed(string providers, double seconds) =>
        Assert.Equal(seconds, FeedPatience.SecondsToLoss(providers.Split(','), null));

    [Theory]
    [InlineData(15, 1200)]
    [InlineData(1215, 0)]
    [InlineData(99_999, 0)]
    public void SecondsToLoss_WhileRefusing_RunsDownToZero(double refusing, double seconds) =>
        Assert.Equal(seconds, FeedPatience.SecondsToLoss(["evolution", "meta"], TimeSpan.FromSeconds(refusing)));

    [Fact]
    public void SecondsToLoss_WithoutFeeds_IsEndless() => Assert.Equal(double.PositiveInfinity, FeedPatience.SecondsToLoss([], TimeSpan.FromDays(1)));
}
