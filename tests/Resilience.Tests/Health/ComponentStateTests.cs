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
    public void After_ASequenceOfChecks_FollowsTheRunsOnly(string checks, bool isUp)
    {
        var state = checks.Aggregate(ComponentState.Unknown, (s, c) => s.After(c == 'g', downAfter: 3, upAfter: 2));
        Assert.Equal(isUp, state.IsUp);
        Assert.Equal(isUp && checks.EndsWith('b'), state.IsSuspect);
    }

    [Fact]
    public void After_WithOtherCounts_UsesThem()
    {
        var down = ComponentState.Unknown.After(false, 1, 1);
        Assert.False(down.IsUp);
        Assert.True(down.After(true, 1, 1).IsUp);
    }
}
