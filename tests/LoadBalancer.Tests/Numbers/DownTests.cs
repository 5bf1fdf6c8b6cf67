using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Numbers;
using Relevo.Tests.Shared;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class DownTests
{
    [Theory]
    [InlineData(FailureClass.NumberDown)]
    [InlineData(FailureClass.AuthBroken)]
    public void CallEnded_Refused_OutAtOnceEvenTheLast(FailureClass failure)
    {
        using var rig = PoolRig.With(PoolRig.Numbers(1));
        var calls = Enumerable.Range(0, 8).Select(_ => rig.Call("n1")).ToList();
        var waiting = rig.Ticket();
        rig.Pool.TryEnter("n1", waiting);
        calls.ForEach(call => rig.Pool.CallEnded(call, PoolRig.Outcome(failure, status: 403)));
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("n1"));
        Assert.Equal([(waiting, TicketFate.Released)], rig.Fates);
        Assert.Equal(NoticeSeverity.Alarm, Assert.Single(rig.Notices).Severity);
    }

    [Fact]
    public void CallEnded_AccountWide_TakesTheAccountAlong()
    {
        using var rig = PoolRig.With(
            PoolRig.Number("a") with { AccountId = "1" }, PoolRig.Number("b") with { AccountId = "1" },
            PoolRig.Number("c") with { AccountId = "2" }, PoolRig.Number("d"));
        rig.Pool.CallEnded(rig.Call("a"), PoolRig.Outcome(FailureClass.NumberDown, isAccountWide: true));
        rig.Pool.CallEnded(rig.Call("d"), PoolRig.Outcome(FailureClass.NumberDown, isAccountWide: true));
        Assert.Equal(
            [NumberStanding.Down, NumberStanding.Down, NumberStanding.Usable, NumberStanding.Down],
            rig.Pool.List().Select(number => number.Standing));
    }

    [Fact]
    public void CallEnded_AccountIsThrottled_AllItsNumbersRest()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { AccountId = "1" }, PoolRig.Number("b") with { AccountId = "1" }, PoolRig.Number("c"));
        rig.Pool.CallEnded(rig.Call("a"), PoolRig.Outcome(FailureClass.ThrottleNumber, isAccountWide: true, retryAfter: TimeSpan.FromSeconds(5)));
        Assert.Equal([0.0, 0.0, 72.0], rig.Pool.List().Select(number => number.RateNow));
        Assert.All(rig.Pool.List(), number => Assert.Equal(NumberStanding.Usable, number.Standing));
    }

    [Fact]
    public async Task Down_AskedAfterGrowingHolds_BackWhenTheProviderSaysYes()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        var (asked, canSend) = (0, false);
        rig.Pool.Probe = (name, _) =>
        {
            Assert.Equal("n1", name);
            asked++;
            return Task.FromResult(canSend);
        };
        rig.Send("n1", FailureClass.NumberDown);
        rig.Pass(299);
        Assert.Equal(0, asked);
        rig.Pass(2);
        await Until.TrueAsync(() => asked == 1 && rig.Status("n1").EjectedUntil > rig.Time.GetUtcNow().AddSeconds(595));
        rig.Pass(590);
        Assert.Equal(1, asked);
        canSend = true;
        rig.Pass(20);
        await Until.TrueAsync(() => rig.Pool.StandingOf("n1") == NumberStanding.Usable);
        Assert.Equal(2, asked);
        rig.ProveWell("n1");
        Assert.Equal(1, rig.Status("n1").EffectiveWeight);
    }

    [Fact]
    public async Task Down_QuestionHangsOrFails_AskedAgainLater()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        var asked = 0;
        rig.Pool.Probe = (_, _) => ++asked == 1 ? new TaskCompletionSource<bool>().Task : Task.FromException<bool>(new IOException("away"));
        rig.Send("n1", FailureClass.NumberDown);
        rig.Pass(301);
        Assert.Equal(1, asked);
        rig.Pass(11); // It gives up.
        await Until.TrueAsync(() => rig.Status("n1").EjectedUntil > rig.Time.GetUtcNow().AddSeconds(500));
        rig.Pass(601);
        await Until.TrueAsync(() => asked == 2 && rig.Status("n1").EjectedUntil > rig.Time.GetUtcNow().AddSeconds(1_000));
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Down_NobodyToAsk_TriedOneCallAtATime()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        rig.Send("n1", FailureClass.AuthBroken);
        rig.Pass(301);
        rig.Send("n1", FailureClass.AuthBroken);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("n1"));
        rig.Pass(590);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Configure_NewCredentials_RefusedNumberIsTriedAtOnce()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { CredentialMark = "1" }, PoolRig.Number("b") with { CredentialMark = "1" });
        rig.Send("a", FailureClass.AuthBroken);
        rig.Send("b", FailureClass.NumberDown);
        rig.Pool.Configure([PoolRig.Number("a") with { CredentialMark = "2" }, PoolRig.Number("b") with { CredentialMark = "2" }]);
        Assert.Equal([NumberStanding.Usable, NumberStanding.Down], rig.Pool.List().Select(number => number.Standing));
    }

    [Fact]
    public void Throttled_RetryAfter_NothingIsSentInsideAndHalfTheRateAfter()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        var granted = rig.Ticket();
        var call = rig.Call("n1");
        Assert.True(rig.Pool.TryEnter("n1", granted));
        rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.ThrottleNumber, retryAfter: TimeSpan.FromSeconds(20), status: 429));
        Assert.False(rig.Pool.CallBegan(granted, out _));
        Assert.False(rig.Pool.TryEnter("n1", granted));
        rig.Pass(19.9);
        Assert.Empty(rig.Fates);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        rig.Pass(0.2);
        Assert.Equal([(granted, TicketFate.Granted)], rig.Fates);
        Assert.InRange(rig.Status("n1").RateNow, 36, 37);
        rig.Pass(10);
        Assert.InRange(rig.Status("n1").RateNow, 50, 51);
        rig.Pass(20);
        Assert.Equal(72, rig.Status("n1").RateNow);
    }

    [Fact]
    public void Throttled_AbsurdRetryAfter_IsAnHour()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        rig.Pool.CallEnded(rig.Call("n1"), PoolRig.Outcome(FailureClass.ThrottleNumber, retryAfter: TimeSpan.FromSeconds(1e9)));
        rig.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, rig.Status("n1").RateNow);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(rig.Pool.TryEnter("n1", rig.Ticket()));
    }

    [Fact]
    public void Throttled_NoRetryAfter_RestsLongerEachTime()
    {
        using var rig = new PoolRig(draw: static () => 0.999);
        rig.Pool.Configure(PoolRig.Numbers(2));
        var rests = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            rig.Pool.CallEnded(rig.Call("n1"), PoolRig.Outcome(FailureClass.ThrottleNumber));
            var began = rig.Time.GetUtcNow();
            while (rig.Status("n1").RateNow <= 0)
            {
                rig.Pass(0.1);
            }

            rests.Add((rig.Time.GetUtcNow() - began).TotalSeconds);
            rig.Pass(1);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], rests.Select(rest => Math.Round(rest)));
    }

    [Fact]
    public void Throttled_ManyCallsOfOneMoment_CountOnce()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        var calls = Enumerable.Range(0, 8).Select(_ => rig.Call("n1")).ToList();
        rig.Pass(0.1);
        calls.ForEach(call => rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.ThrottleNumber)));
        Assert.InRange(rig.Status("n1").RateNow, 35, 37);
    }
}
