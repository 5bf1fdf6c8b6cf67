using Relevo.LoadBalancer.Numbers;
using Relevo.Tests.Shared;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class NewsTests
{
    [Fact]
    public void Notice_Doubtful_OutWhenItLastsAMinute()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        rig.Pool.Notice("n1", null, NumberNews.Doubtful, "connecting");
        rig.Pass(59);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        rig.Pass(2);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("n1"));
        rig.Pool.Notice("n1", null, NumberNews.Up, "open");
        rig.Pass(0.5);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Notice_DoubtfulThenUp_NothingHappens()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        rig.Pool.Notice("n1", null, NumberNews.Doubtful, "connecting");
        rig.Pass(30);
        rig.Pool.Notice("n1", null, NumberNews.Up, "open");
        rig.Pass(120);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.Empty(rig.Notices);
    }

    [Fact]
    public void Notice_ReconnectLoop_OutWithGrowingHoldsAndFewNotices()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        for (var i = 0; i < 2_000; i++)
        {
            rig.Pool.Notice("n1", null, NumberNews.Doubtful, "connecting");
            rig.Pool.Notice("n1", null, i % 2 == 0 ? NumberNews.Up : NumberNews.Down, "open or closed");
            rig.Pass(0.25);
        }

        Assert.InRange(rig.Notices.Count, 1, 10);
    }

    [Fact]
    public void Notice_LosesItsConnectionAgainAndAgain_OutAlthoughItIsUpInBetween()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
            rig.Pool.Notice("n1", null, NumberNews.Doubtful, "connecting");
            rig.Pass(2);
            rig.Pool.Notice("n1", null, NumberNews.Up, "open");
        }

        Assert.Equal(PoolNoticeKind.Down, Assert.Single(rig.Notices).Kind);
    }

    [Fact]
    public async Task Notice_Up_ItsProviderIsAskedFirst()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        var asked = 0;
        rig.Pool.Probe = (_, _) => Task.FromResult(++asked > 1);
        rig.Pool.Notice("n1", null, NumberNews.Down, "logged out");
        rig.Pool.Notice("n1", null, NumberNews.Up, "open");
        rig.Pass(0.25);
        await Until.TrueAsync(() => asked == 1 && rig.Status("n1").EjectedUntil > rig.Time.GetUtcNow().AddMinutes(5));
        rig.Pool.Notice("n1", null, NumberNews.Up, "open");
        rig.Pass(4);
        Assert.Equal(1, asked);
        rig.Pass(2);
        await Until.TrueAsync(() => rig.Pool.StandingOf("n1") == NumberStanding.Usable);
    }

    [Fact]
    public void Notice_AccountDownAndUp_AllItsNumbersOneNotice()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { AccountId = "1" }, PoolRig.Number("b") with { AccountId = "1" }, PoolRig.Number("c"));
        rig.Pool.Notice(null, "1", NumberNews.AccountDown, "disabled");
        rig.Pool.Notice("a", null, NumberNews.AccountDown, "disabled");
        Assert.Equal([NumberStanding.Down, NumberStanding.Down, NumberStanding.Usable], rig.Pool.List().Select(number => number.Standing));
        Assert.Equal(1, rig.CountOf(PoolNoticeKind.Account));
        rig.Pool.Notice(null, "1", NumberNews.AccountUp, "reinstated");
        rig.Pass(1);
        Assert.All(rig.Pool.List(), number => Assert.Equal(NumberStanding.Usable, number.Standing));
    }

    [Fact]
    public void Notice_BusinessInitiatedStopped_OnlyOpenConversationsGoOn()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { AccountId = "1" }, PoolRig.Number("b"));
        rig.Pool.Notice(null, "1", NumberNews.BusinessInitiatedStopped, "restricted");
        Assert.True(rig.Pool.Takes("a", isOpenConversation: true));
        Assert.False(rig.Pool.Takes("a", isOpenConversation: false));
        Assert.Equal("b", rig.Pool.Place(1).Number);
        rig.Pool.Notice(null, "1", NumberNews.BusinessInitiatedAllowed, "allowed");
        Assert.True(rig.Pool.Takes("a", isOpenConversation: false));
    }

    [Fact]
    public void Notice_UnknownNumberOrAccount_NothingHappens()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(1));
        rig.Pool.Notice("x", null, NumberNews.Down, "?");
        rig.Pool.Notice(null, "x", NumberNews.AccountDown, "?");
        rig.Pool.Notice(null, null, NumberNews.AccountDown, "?");
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Noticed_ListenerThrows_OthersAreTold()
    {
        using var rig = new PoolRig();
        rig.Pool.Noticed += _ => throw new InvalidOperationException("not the pool's fault");
        var told = 0;
        rig.Pool.Noticed += _ => told++;
        rig.Pool.Configure(PoolRig.Numbers(1));
        rig.Pool.Notice("n1", null, NumberNews.Down, "logged out");
        Assert.Equal(1, told);
    }
}
