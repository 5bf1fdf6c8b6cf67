using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class PairTests
{
    [Fact]
    public void PairDelay_Burst_FortyFiveThenOneInSixSeconds()
    {
        using var rig = PoolRig.With(PoolRig.Number("n"));
        Assert.All(Enumerable.Range(0, 45), _ => Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 1)));
        Assert.Equal(TimeSpan.FromSeconds(6), rig.Pool.PairDelay("n", 1));
        Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 2));
        rig.Pass(6);
        Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 1));
        Assert.Equal(TimeSpan.FromSeconds(6), rig.Pool.PairDelay("n", 1));
    }

    [Fact]
    public void PairDelay_NumberOnAnUnofficialClient_NoLimit()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", profile: NumberLimits.Fixed) with { Provider = "evolution" });
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 1)));
    }

    [Fact]
    public void PairDelay_OfficialNumberWithARateOfItsOwn_IsLimitedAllTheSame()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", profile: NumberLimits.Fixed));
        Assert.Contains(Enumerable.Range(0, 100).Select(_ => rig.Pool.PairDelay("n", 1)), delay => delay > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(NumberLimits.Fixed)]
    [InlineData(NumberLimits.CloudApi)]
    public void PairThrottled_ThatPairWaits_OthersDoNot(string profile)
    {
        using var rig = PoolRig.With(PoolRig.Number("n", profile: profile), PoolRig.Number("m", profile: profile));
        rig.Pool.PairThrottled("n", 1, TimeSpan.FromSeconds(64));
        Assert.Equal(TimeSpan.FromSeconds(64), rig.Pool.PairDelay("n", 1));
        Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 2));
        Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("m", 1));
        rig.Pass(64);
        Assert.Equal(TimeSpan.Zero, rig.Pool.PairDelay("n", 1));
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n"));
    }

    [Fact]
    public void PairThrottled_AbsurdPause_IsAnHour()
    {
        using var rig = PoolRig.With(PoolRig.Number("n"));
        rig.Pool.PairThrottled("n", 1, TimeSpan.MaxValue);
        Assert.Equal(TimeSpan.FromHours(1), rig.Pool.PairDelay("n", 1));
    }

    [Fact]
    public void Ask_MorePairsThanItHolds_LetsThroughAndStaysBounded()
    {
        var (pairs, options) = (new PairPacer(), new PacingOptions());
        for (var contact = 0UL; contact < PairPacer.MaxPairs + 1_000; contact++)
        {
            Assert.Equal(TimeSpan.Zero, pairs.Ask(1, contact, 1, true, options));
        }

        Assert.Equal(PairPacer.MaxPairs, pairs.Count);
        pairs.Sweep(TimeSpan.FromSeconds(7).Ticks);
        Assert.Equal(0, pairs.Count);
    }
}
