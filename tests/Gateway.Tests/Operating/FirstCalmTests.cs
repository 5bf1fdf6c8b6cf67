using Relevo.Gateway.Operating;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>When all counts as well after a start.</summary>
public sealed class FirstCalmTests
{
    private readonly FirstCalm _calm = new(looks: 2, TimeSpan.FromSeconds(10));

    [Fact]
    public void Next_EverythingSeenWellForTheQuietTime_IsWell()
    {
        Assert.Null(At(0, Good("queue", looks: 1), Good("provider-meta", looks: 1, isCritical: false)));
        Assert.Null(At(9, Good("queue", looks: 1), Good("provider-meta", looks: 1, isCritical: false)));
        Assert.Null(At(15, Good("queue", looks: 2), Good("provider-meta", looks: 1, isCritical: false)));
        Assert.Null(At(24.9, Good("queue", looks: 2), Good("provider-meta", looks: 1, isCritical: false)));
        Assert.True(At(25, Good("queue", looks: 3), Good("provider-meta", looks: 1, isCritical: false)));
    }

    [Fact]
    public void Next_SomethingSeenBadMeanwhile_BeginsAnew()
    {
        Assert.Null(At(0, Good("queue", looks: 2)));
        Assert.Null(At(9, Good("queue", looks: 0) with { State = new ComponentState(true, 1, 0) }));
        Assert.Null(At(10, Good("queue", looks: 2)));
        Assert.Null(At(19, Good("queue", looks: 2)));
        Assert.True(At(20, Good("queue", looks: 2)));
    }

    [Fact]
    public void Next_NothingSeenYet_IsNotTold()
    {
        Assert.Null(At(0));
        Assert.Null(At(60, ComponentHealth.Unknown("queue", isCritical: true)));
        Assert.Null(At(60, Good("queue", looks: 9), ComponentHealth.Unknown("provider-meta", isCritical: false)));
    }

    [Fact]
    public void Next_AWorseLevel_IsNotWell() =>
        Assert.False(_calm.Next(new HealthSnapshot(HealthLevel.Degraded, default, default, default, [Good("queue", looks: 9)], []), TimeSpan.FromSeconds(60)));

    private bool? At(double seconds, params ComponentHealth[] components) =>
        _calm.Next(new HealthSnapshot(HealthLevel.Healthy, default, default, default, components, []), TimeSpan.FromSeconds(seconds));

    private static ComponentHealth Good(string name, int looks, bool isCritical = true) =>
        new(name, isCritical, new ComponentState(true, 0, looks), "fine", null, default, null);
}
