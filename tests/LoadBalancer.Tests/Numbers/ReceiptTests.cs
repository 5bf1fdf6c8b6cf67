using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Numbers;
using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class ReceiptTests
{
    [Fact]
    public void Accepted_NeverAcknowledgedAnyMore_OutWithinAMinuteOfTheFirst()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        Acknowledge(rig, "n1", rig.Send("n1"));
        rig.Pass(100);
        rig.Send("n1", 12, secondsApart: 3);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        rig.Pass(10);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        Assert.Equal(NoticeSeverity.Alarm, rig.Notices.Single(notice => notice.Kind == PoolNoticeKind.Ejected).Severity);
        Assert.Contains("acknowledged", rig.Status("n1").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepted_AFifthIsAcknowledged_StaysIn()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 100; i++)
        {
            var ticket = rig.Send("n1");
            if (i % 4 == 0)
            {
                Acknowledge(rig, "n1", ticket);
            }

            rig.Pass(1);
        }

        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.InRange(rig.Status("n1").AcknowledgedShare!.Value, 0.2, 0.3);
    }

    [Fact]
    public void Accepted_NoReceiptEverFromAnybody_OnlyANotice()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Send("n1", 120, secondsApart: 1);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.Equal(1, rig.CountOf(PoolNoticeKind.NeverAcknowledged));
    }

    [Fact]
    public void Accepted_AnotherOfItsProviderIsAcknowledged_Out()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 15; i++)
        {
            rig.Send("n1");
            Acknowledge(rig, "n2", rig.Send("n2"));
            rig.Pass(1);
        }

        rig.Pass(15);

        Assert.Equal([NumberStanding.Ejected, NumberStanding.Usable], rig.Pool.List().Take(2).Select(number => number.Standing));
    }

    [Fact]
    public void Acknowledged_BeforeTheAnswerOfItsOwnCall_Counts()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 40; i++)
        {
            var call = rig.Call("n1");
            Acknowledge(rig, "n1", call);
            rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.Accepted));
            rig.Pass(1);
        }

        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.Equal(1, rig.Status("n1").AcknowledgedShare);
    }

    [Fact]
    public void Unacknowledged_Tried_OnlyReceiptsBringItBack()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        Acknowledge(rig, "n1", rig.Send("n1"));
        rig.Send("n1", 15, secondsApart: 1);
        rig.Pass(15);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        rig.Pass(120);
        rig.Send("n1");
        Assert.False(rig.Pool.TryEnter("n1", rig.Ticket()));
        rig.Pass(11);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        Assert.InRange((rig.Status("n1").EjectedUntil!.Value - rig.Time.GetUtcNow()).TotalSeconds, 230, 240);
        rig.Pass(240);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, rig.CountOf(PoolNoticeKind.Back));
            Acknowledge(rig, "n1", rig.Send("n1"));
        }

        Assert.Equal(1, rig.CountOf(PoolNoticeKind.Back));
    }

    [Fact]
    public void Judge_FastNumber_SampleIsBoundedAndEven()
    {
        var (watch, second, within) = (new ReceiptWatch(), TimeSpan.TicksPerSecond, 70 * TimeSpan.TicksPerSecond);
        var now = 0L;
        for (var message = 1L; message <= 200_000; message++)
        {
            now += second / 1_000;
            watch.Accepted(message, now, within);
            if (message % 2 == 0)
            {
                watch.Acknowledged(message, now);
            }
        }

        var (due, known) = watch.Judge(now, 10 * second, within);
        Assert.InRange(due, 150, 512);
        Assert.InRange(known / (double)due, 0.35, 0.65);
    }

    private static void Acknowledge(PoolRig rig, string number, SendTicket ticket) => rig.Pool.Acknowledged(number, ticket.Message);
}
