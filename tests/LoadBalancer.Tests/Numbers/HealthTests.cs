using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class HealthTests
{
    [Fact]
    public void CallEnded_FiveFailuresInARow_EjectedAndItsLineReleased()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var calls = Enumerable.Range(0, 8).Select(_ => rig.Call("n1")).ToList();
        var waiting = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n1", waiting));
        foreach (var call in calls.Take(5))
        {
            rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.RetrySame, status: 500));
        }

        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        Assert.False(rig.Pool.Takes("n1", isOpenConversation: true));
        Assert.Equal([(waiting, TicketFate.Released)], rig.Fates);
        Assert.Equal(5, rig.Status("n1").ErrorsLastMinute);
        Assert.Equal(rig.Time.GetUtcNow().AddSeconds(30), rig.Status("n1").EjectedUntil);
        Assert.DoesNotContain("n1", Enumerable.Range(0, 100).Select(contact => rig.Pool.Place((ulong)contact).Number));
    }

    [Fact]
    public void CallEnded_TheOnlyNumberFails_ItIsUsedAllTheSameAndItsStatusTellsHowLongItFails()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(1));
        for (var i = 1; i <= 12; i++)
        {
            rig.Send("n1", FailureClass.RetrySame);
            Assert.Equal((NumberStanding.Usable, i), (rig.Pool.StandingOf("n1"), rig.Status("n1").FailuresInARow));
            Assert.True(rig.Status("n1").ErrorsLastMinute > 0, $"after {i}");
            rig.Pass(0.1);
        }

        rig.Send("n1");
        Assert.Equal(0, rig.Status("n1").FailuresInARow);
    }

    [Fact]
    public void CallEnded_HalfFailing_EjectedByShare()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 9; i++)
        {
            rig.Send("n1");
            rig.Send("n1", FailureClass.RetrySame);
            rig.Pass(0.1);
        }

        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        rig.Send("n1");
        rig.Send("n1", FailureClass.UnknownResult);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void CallEnded_HalfFailingSlowly_TheWindowForgets()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 40; i++)
        {
            rig.Send("n1");
            rig.Send("n1", FailureClass.RetrySame);
            rig.Pass(1.5);
        }

        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Theory]
    [InlineData(FailureClass.FailPermanent)]
    [InlineData(FailureClass.FailWindow)]
    [InlineData(FailureClass.ThrottleRecipient)]
    public void CallEnded_NotTheNumbersFault_StaysWell(FailureClass failure)
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Send("n1", 100, failure);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.Equal(1, rig.Status("n1").EffectiveWeight);
        Assert.Equal(72, rig.Status("n1").RateNow);
    }

    [Fact]
    public void Ejected_TimeOver_OneCallAtATimeThenSlowStart()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Pass(29.9);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        rig.Pass(0.2);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        Assert.Equal(0, rig.Status("n1").EffectiveWeight);

        var call = rig.Call("n1");
        var waiting = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n1", waiting));
        rig.Pass(1);
        Assert.Empty(rig.Fates);
        rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.Accepted));
        Assert.Equal([(waiting, TicketFate.Granted)], rig.Fates);
        Assert.True(rig.Pool.CallBegan(waiting, out _));
        rig.Pool.CallEnded(waiting, PoolRig.Outcome(FailureClass.Accepted));
        Assert.Equal(0, rig.CountOf(PoolNoticeKind.Back));
        rig.Send("n1");
        Assert.Equal(1, rig.CountOf(PoolNoticeKind.Back));

        Assert.InRange(rig.Status("n1").RateNow, 7, 8);
        Assert.Equal(0, rig.Status("n1").EffectiveWeight); // New contacts only a minute after it was left out.
        rig.Pass(29);
        Assert.InRange(rig.Status("n1").EffectiveWeight, 0.09, 0.2);
        rig.Pass(30);
        Assert.InRange(rig.Status("n1").EffectiveWeight, 0.4, 0.6);
        Assert.InRange(rig.Status("n1").RateNow, 30, 40);
        rig.Pass(31);
        Assert.Equal((1, 72.0), (rig.Status("n1").EffectiveWeight, rig.Status("n1").RateNow));
        Assert.Null(rig.Status("n1").Reason);
    }

    [Fact]
    public void Ejected_TriedAndNothingOfItsOwnToSend_OneNewContactIsTheTrial()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Pass(31);
        Assert.Equal(1, Enumerable.Range(0, 1_000).Count(contact => rig.Pool.Place((ulong)contact).Number == "n1"));
    }

    [Fact]
    public void Ejected_FailsWhenTried_OutLongerEachTimeUpToTheMost()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        var holds = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            holds.Add((rig.Status("n1").EjectedUntil!.Value - rig.Time.GetUtcNow()).TotalSeconds);
            rig.Pass(holds[^1]);
            rig.Send("n1", FailureClass.RetrySame);
        }

        Assert.Equal([30, 60, 90, 120], holds.Take(4).Select(hold => Math.Round(hold)));
        Assert.Equal(300, Math.Round(holds[^1]));
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(70, 50)]
    [InlineData(110, 40)]
    [InlineData(250, 50)]
    public void Flapping_SecondsUpSecondsDown_TwoWeightChangesAMinuteAtMost(int tenthsUp, int tenthsDown)
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var changes = new List<double>();
        var weight = 1.0;
        for (var tenth = 0; tenth < 10 * 60 * 10; tenth++)
        {
            var outcome = tenth % (tenthsUp + tenthsDown) < tenthsUp ? FailureClass.Accepted : FailureClass.RetrySame;
            var ticket = rig.Ticket();
            if (rig.Pool.Takes("n1", isOpenConversation: true) && rig.Pool.TryEnter("n1", ticket) && rig.Pool.CallBegan(ticket, out _))
            {
                rig.Pool.CallEnded(ticket, PoolRig.Outcome(outcome));
            }

            rig.Pool.Leave(ticket);
            rig.Pass(0.1);
            var now = rig.Status("n1").EffectiveWeight > 0 ? 1 : 0;
            if (now != weight)
            {
                changes.Add(tenth / 10.0);
                weight = now;
            }
        }

        Assert.NotEmpty(changes);
        Assert.All(changes, at => Assert.InRange(changes.Count(other => other >= at && other < at + 60), 1, 2));
    }

    [Fact]
    public void Call_NeverAnswered_SuspectedWithinThreeSeconds()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Call("n1");
        rig.Pass(2.4);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        rig.Pass(0.4);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Call_SlowWhileOthersAreAnswered_NoHang()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        rig.Call("n1");
        rig.Send("n1", 10, secondsApart: 1);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Call_AnsweredAfterAll_TriedAtOnce()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var call = rig.Call("n1");
        rig.Pass(3);
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
        rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.Accepted));
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Ejected_OldCallsStillUnderWay_TriedAllTheSame()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var old = rig.Call("n1");
        rig.Pass(33);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
        var trial = rig.Call("n1");
        Assert.False(rig.Pool.TryEnter("n1", rig.Ticket()));
        rig.Pool.CallEnded(old, PoolRig.Outcome(FailureClass.UnknownResult));
        Assert.Empty(rig.Fates);
        rig.Pool.CallEnded(trial, PoolRig.Outcome(FailureClass.Accepted));
        Assert.Single(rig.Fates);
    }

    [Fact]
    public void CallBegan_NumberLeftOutSinceTheGrant_MustNotCall()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var granted = rig.Ticket();
        Assert.True(rig.Pool.TryEnter("n1", granted));
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        Assert.False(rig.Pool.CallBegan(granted, out _));
        Assert.Equal(0, rig.Status("n1").InFlight);
        Assert.True(rig.Pool.TryEnter("n2", granted));
    }

    [Fact]
    public void Eject_MoreThanHalfOfATier_TheRestIsSpared()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(5));
        foreach (var number in rig.Pool.List())
        {
            rig.Send(number.Name, 5, FailureClass.RetrySame, secondsApart: 0);
        }

        Assert.Equal(2, rig.Pool.List().Count(number => number.Standing == NumberStanding.Ejected));
        Assert.Equal(3, rig.CountOf(PoolNoticeKind.Spared));
        Assert.NotNull(rig.Pool.Place(1).Number);
    }

    [Fact]
    public void Eject_TheLastOne_IsSparedHoweverItFails()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(1));
        rig.Send("n1", 50, FailureClass.UnknownResult);
        rig.Call("n1");
        rig.Pass(10);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public void Eject_AnotherTierIsHealthy_AllMayBeOutAndItTakesOver()
    {
        using var rig = PoolRig.With([.. PoolRig.Numbers(2), PoolRig.Number("b") with { IsBackup = true }]);
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Send("n2", 5, FailureClass.RetrySame, secondsApart: 0);
        Assert.All(["n1", "n2"], number => Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf(number)));
        Assert.Equal("b", rig.Pool.Place(1).Number);
        rig.Send("b", 50, FailureClass.RetrySame);
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("b"));
    }

    [Fact]
    public void Eject_TheOneThatTookOverIsBanned_TheOthersAreTriedAtOnce()
    {
        using var rig = PoolRig.With([.. PoolRig.Numbers(2), PoolRig.Number("b") with { IsBackup = true }]);
        rig.Send("n1", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Send("n2", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Send("b", FailureClass.NumberDown);
        Assert.Equal(PlacementProblem.AllEjected, rig.Pool.Place(1).Problem);
        rig.Pass(0.25);
        Assert.NotNull(rig.Pool.Place(1).Number);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("b"));
    }

    [Fact]
    public void Failed_EveryAcceptedMessageFailsLater_EjectedWithinTenSeconds()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        for (var i = 0; i < 25; i++)
        {
            var ticket = rig.Send("n1");
            rig.Pool.Acknowledged("n1", ticket.Message);
            rig.Pool.Failed("n1", ticket.Message, FailureClass.RetrySame, isAccountWide: false);
            rig.Pass(0.2);
            if (rig.Pool.StandingOf("n1") == NumberStanding.Ejected)
            {
                break;
            }
        }

        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("n1"));
    }
}
