using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

public sealed class ComponentStateTests
{
    // g and b are checks, then what holds after the last one.
    [Theory]
    [InlineData("", true)]
    [InlineData("b", true)]
    [InlineData("bb", true)]
    [InlineData("bbb", false)]
    [InlineData("bbgbb", true)]
    [InlineData("gggggbbb", false)]
    [InlineData("bbbg", false)]
    [InlineData("bbbgg", true)]
    [InlineData("bbbgbg", false)]
    [InlineData("bbbgbgg", true)]
    [InlineData("bbbggb", true)]
    [InlineData("bbbggbbb", false)]
    [InlineData("bgbgbgbgbg", true)]
    [InlineData("bgbgbgbgbgb", false)]
    [InlineData("bggbggbggbggbggbgg", true)]
    [InlineData("bggbggbggbggbggb", false)]
    [InlineData("bbggggggggggggggggggbbggbbg", true)]
    [InlineData("bgggbgggbgggbgggbgggbgggbgggbgggbggg", true)]
    [InlineData("bgbgbgbgbgbggbgbgbgbgbg", true)]
    public void After_ASequenceOfChecks_FollowsTheRunsAndTheLastTwenty(string checks, bool isUp)
    {
        var state = checks.Aggregate(ComponentState.Unknown, (s, c) => s.After(c == 'g', DownRule.Default));
        Assert.Equal(isUp, state.IsUp);
        Assert.Equal(isUp && checks.EndsWith('b'), state.IsSuspect);
    }

    [Fact]
    public void After_WithOtherCounts_UsesThem()
    {
        var rule = new DownRule(1, 1, 20, 20);
        var down = ComponentState.Unknown.After(false, rule);
        Assert.False(down.IsUp);
        Assert.True(down.After(true, rule).IsUp);
    }
}
