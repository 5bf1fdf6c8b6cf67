using Relevo.LoadBalancer.Limits;

namespace Relevo.LoadBalancer.Tests.Limits;

public sealed class NumberLimitsTests
{
    [Theory]
    [InlineData("meta", "cloud-api", 72, 8)]
    [InlineData("bird", "cloud-api", 72, 8)]
    [InlineData("bird-v1", "cloud-api", 72, 8)]
    [InlineData("evolution", "evolution", 1, 1)]
    [InlineData("messagebird", "receive-only", 0, 0)]
    public void Resolve_NothingSet_FollowsTheProvider(string provider, string profile, double rate, int burst) =>
        Assert.Equal(new NumberLimits(profile, rate, burst), NumberLimits.Resolve(provider, null, null, null));

    [Fact]
    public void Resolve_Coexistence_IsTwentyASecond() =>
        Assert.Equal(new NumberLimits("coexistence", 20, 2), NumberLimits.Resolve("meta", "coexistence", null, null));

    [Fact]
    public void Resolve_OwnRate_IsFixedWithAMatchingBurst() =>
        Assert.Equal(new NumberLimits("fixed", 900, 100), NumberLimits.Resolve("meta", null, 900, null));

    [Fact]
    public void Resolve_TheProfilesOwnRate_KeepsTheProfile() =>
        Assert.Equal(new NumberLimits("cloud-api", 72, 5), NumberLimits.Resolve("meta", null, 72, 5));

    [Fact]
    public void Resolve_VerySlowRate_MaySendOneAtOnce() =>
        Assert.Equal(1, NumberLimits.Resolve("evolution", null, 0.1, null).Burst);

    [Fact]
    public void Resolve_ReceiveOnly_IgnoresARate() =>
        Assert.Equal(0, NumberLimits.Resolve("messagebird", "fixed", 50, 5).MessagesPerSecond);
}
