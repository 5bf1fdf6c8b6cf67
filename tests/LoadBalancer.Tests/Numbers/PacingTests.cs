using Relevo.Contracts.Messages;
using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class PacingTests
{
    [Theory]
    [InlineData(72, 8, 1)]
    [InlineData(8, 1, 2)]
    [InlineData(2.5, 3, 3)]
    [InlineData(500, 50, 4)]
    public void TryEnter_RandomArrivals_NoSecondSeesMoreThanRateAndBurst(double rate, int burst, int seed)
    {
        using var rig = PoolRig.With(PoolRig.Number("n", rate, burst, NumberLimits.Fixed));
        var granted = new List<TimeSpan>();
        var began = rig.Time.GetTimestamp();
        void Note() => granted.Add(rig.Time.GetElapsedTime(began));
        rig.Pool.Fate = (ticket, fate) => Finish(rig, ticket, Note);
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var ticket = rig.Ticket();
            if (rig.Pool.TryEnter("n", ticket))
            {
                Finish(rig, ticket, Note);
            }

            // Crowds, then quiet: buckets fill up and empty, and seconds begin anywhere.
            rig.Time.Advance(TimeSpan.FromTicks(random.Next(20) == 0 ? random.Next(20_000_000) : random.Next((int)(8_000_000 / rate))));
        }

        rig.Pass(5_000 / rate);
        Assert.Equal(2_000, granted.Count);
        for (var (first, last) = (0, 0); last < granted.Count; last++)
        {
            while (granted[last] - granted[first] >= TimeSpan.FromSeconds(1))
            {
                first++;
            }

            Assert.InRange(last - first + 1, 1, (int)Math.Floor(rate + burst));
        }
    }

    [Fact]
    public void TryEnter_FiveHundredNumbersAtTheirLimit_NearlyAllOfItIsGranted()
    {
        using var rig = new PoolRig();
        rig.Pool.Configure([.. Enumerable.Range(1, 500).Select(i => PoolRig.Number($"n{i}", 8, 1, NumberLimits.Fixed))]);
        var granted = 0;
        rig.Pool.Fate = (ticket, fate) => Finish(rig, ticket, () => granted++);
        for (var i = 0; i < 500 * 60; i++)
        {
            var ticket = rig.Ticket();
            if (rig.Pool.TryEnter($"n{(i % 500) + 1}", ticket))
            {
                Finish(rig, ticket, () => granted++);
            }
        }

        granted = 0;
        rig.Pass(5);
        Assert.InRange(granted, 4_000 * 5 * 0.95, 4_000 * 5);
    }

    [Fact]
    public void TryEnter_HeldBackForAWhile_NoSecondSeesMoreThanRateAndBurst()
    {
        using var rig = new PoolRig(options: Places(1));
        rig.Pool.Configure([PoolRig.Number("n", 8, 1, NumberLimits.Fixed)]);
        var call = rig.Call("n");
        var granted = 0;
        rig.Pool.Fate = (ticket, _) => Finish(rig, ticket, () => granted++);
        for (var i = 0; i < 100; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        rig.Pass(2);
        Assert.Equal(0, granted);
        rig.Pool.CallEnded(call, PoolRig.Outcome(FailureClass.Accepted));
        Assert.Equal(1, granted);
        rig.Pass(0.999);
        Assert.InRange(granted, 8, 9);
    }

    [Fact]
    public void TryEnter_Waiting_CostsNoTimerOfItsOwn()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(500));
        for (var i = 0; i < 5_000; i++)
        {
            rig.Pool.TryEnter($"n{(i % 500) + 1}", rig.Ticket());
        }

        Assert.Equal(2, rig.Time.ArmedTimers); // The one behind all lines, and the one that looks at numbers.
    }

    [Fact]
    public void TryEnter_AllPlacesTaken_WaitsForOne()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 5, 100, NumberLimits.Fixed));
        var calls = Enumerable.Range(0, 16).Select(_ => rig.Call("n")).ToList();
        var waiting = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n", waiting));
        rig.Pass(1);
        Assert.Empty(rig.Fates);
        rig.Pool.CallEnded(calls[3], PoolRig.Outcome(FailureClass.Accepted));
        Assert.Equal([(waiting, TicketFate.Granted)], rig.Fates);
    }

    [Fact]
    public void RateFactor_Halved_HalvesAtOnce()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 10, 1, NumberLimits.Fixed));
        for (var i = 0; i < 100; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        rig.Pool.RateFactor = 0.5;
        Assert.Equal(5, rig.Status("n").RateNow);
        rig.Fates.Clear();
        rig.Pass(2);
        Assert.InRange(rig.Fates.Count, 9, 11);
        rig.Pool.RateFactor = 1;
        rig.Fates.Clear();
        rig.Pass(0.45); // No more: its places are taken.
        Assert.InRange(rig.Fates.Count, 4, 5);
    }

    [Fact]
    public void TryEnter_Evolution_GapsAreLongerByTheJitter()
    {
        using var rig = new PoolRig(draw: static () => 0.5);
        rig.Pool.Configure([PoolRig.Number("e", 1, 1, NumberLimits.Evolution)]);
        var at = new List<double>();
        var began = rig.Time.GetTimestamp();
        rig.Pool.Fate = (_, _) => at.Add(Math.Round(rig.Time.GetElapsedTime(began).TotalSeconds, 2));
        for (var i = 0; i < 4; i++)
        {
            rig.Pool.TryEnter("e", rig.Ticket());
        }

        rig.Pass(10);
        Assert.Equal([1.25, 2.5, 3.75], at);
    }

    [Fact]
    public void TryEnter_WarmUp_FewADayAndSlowly()
    {
        using var rig = PoolRig.With(PoolRig.Number("e", 1, 1, NumberLimits.Evolution) with { WarmUpFrom = new DateOnly(2026, 11, 21) });
        Assert.Equal((20, 0.33), (rig.Status("e").LeftToday, Math.Round(rig.Status("e").RateNow, 2)));
        rig.Send("e", 20, secondsApart: 3);
        Assert.False(rig.Pool.TryEnter("e", rig.Ticket()));
        rig.Pass(60);
        Assert.Empty(rig.Fates);
        rig.Time.Advance(TimeSpan.FromHours(12));
        Assert.Single(rig.Fates);
        Assert.Equal(49, rig.Status("e").LeftToday);
        Assert.Equal(1, rig.CountOf(PoolNoticeKind.DayLimit));
    }

    [Fact]
    public void DayLimit_WarmUpCurve_EndsAfterItsLastDay()
    {
        Assert.Equal(1, WarmUp.DayLimit(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1).DayNumber, new WarmUpOptions { MessagesPerDay = [1, 2] }));
        Assert.Equal(2, WarmUp.DayLimit(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2).DayNumber, new WarmUpOptions { MessagesPerDay = [1, 2] }));
        Assert.Null(WarmUp.DayLimit(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 3).DayNumber, new WarmUpOptions { MessagesPerDay = [1, 2] }));
    }

    [Fact]
    public void CountInbound_CountsBothDirections_TakesFromTheRate()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 10, 1, NumberLimits.Fixed) with { CountsInbound = true }, PoolRig.Number("o", 10, 1, NumberLimits.Fixed));
        for (var i = 0; i < 1_000; i++)
        {
            rig.Pool.CountInbound("n");
            rig.Pool.CountInbound("o");
        }

        Assert.True(rig.Pool.TryEnter("o", rig.Ticket()));
        Assert.False(rig.Pool.TryEnter("n", rig.Ticket()));
        rig.Pass(0.45); // Half of a second's rate at most.
        Assert.Empty(rig.Fates);
        rig.Pass(0.2);
        Assert.Single(rig.Fates);
    }

    [Fact]
    public void CallBegan_GrantsUsedLate_NeverFallTogether()
    {
        using var rig = new PoolRig(options: Places(1000));
        rig.Pool.Configure([PoolRig.Number("n", 10, 2, NumberLimits.Fixed)]);
        var granted = Late(rig, seconds: 3); // what they wait for comes late: 32 grants want to call at the same moment

        Assert.InRange(granted.Count, 30, 33);
        Assert.Equal(12, granted.Count(ticket => rig.Pool.CallBegan(ticket, out _)));
    }

    [Fact]
    public void CallBegan_TooManyInTheSecond_SaysWhenAndKeepsTheGrant()
    {
        using var rig = new PoolRig(options: Places(1000));
        rig.Pool.Configure([PoolRig.Number("n", 10, 2, NumberLimits.Fixed)]);
        var granted = Late(rig, seconds: 2);
        foreach (var ticket in granted.Take(12))
        {
            Assert.True(rig.Pool.CallBegan(ticket, out _));
            rig.Pool.CallLeft(ticket);
        }

        Assert.False(rig.Pool.CallBegan(granted[12], out var wait));
        Assert.InRange(wait.TotalMilliseconds, 1000, 1100); // a second, and what arrivals may move against each other
        rig.Pass(wait.TotalSeconds - 0.001);
        Assert.False(rig.Pool.CallBegan(granted[12], out var rest));
        Assert.Equal(1, rest.TotalMilliseconds, 0.01);
        rig.Pass(0.001);
        Assert.True(rig.Pool.CallBegan(granted[12], out _));
    }

    [Fact]
    public void CallBegan_OthersWaitForTheirConnections_WaitsUntilTheyLeft()
    {
        using var rig = new PoolRig(options: Places(1000));
        rig.Pool.Configure([PoolRig.Number("n", 10, 2, NumberLimits.Fixed)]);
        var granted = Late(rig, seconds: 2);
        Assert.All(granted.Take(12), ticket => Assert.True(rig.Pool.CallBegan(ticket, out _)));
        rig.Pass(1.5); // their connections are slow
        Assert.False(rig.Pool.CallBegan(granted[12], out var wait));
        Assert.InRange(wait.TotalMilliseconds, 1, 50);
        rig.Pool.CallLeft(granted[0]);
        Assert.False(rig.Pool.CallBegan(granted[12], out _)); // it left now, not when it began
        rig.Pass(1.1);
        Assert.True(rig.Pool.CallBegan(granted[12], out _));
        rig.Pool.CallEnded(granted[1], PoolRig.Outcome(FailureClass.RetrySame));
        rig.Pass(1.1);
        Assert.True(rig.Pool.CallBegan(granted[13], out _)); // one that ended without is not waited for
    }

    [Fact]
    public void CountInbound_MoreThanTheRateForLong_LeavesHalfToAnswers()
    {
        using var rig = new PoolRig(options: Places(1000));
        rig.Pool.Configure([PoolRig.Number("n", 10, 1, NumberLimits.Fixed) with { CountsInbound = true }]);
        for (var i = 0; i < 200; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        for (var tenth = 0; tenth < 100; tenth++)
        {
            rig.Pool.CountInbound("n", 100);
            rig.Pass(0.1);
        }

        Assert.InRange(rig.Fates.Count, 40, 60);
    }

    private static LoadBalancerOptions Places(int most) => new() { Pacing = new PacingOptions { MinPlaces = most, PlaceSeconds = 0.1 } };

    // Grants of some seconds, none of them used yet.
    private static List<SendTicket> Late(PoolRig rig, double seconds)
    {
        var granted = new List<SendTicket>();
        rig.Pool.Fate = (ticket, _) => granted.Add(ticket);
        for (var i = 0; i < 40; i++)
        {
            var ticket = rig.Ticket();
            if (rig.Pool.TryEnter("n", ticket))
            {
                granted.Add(ticket);
            }
        }

        rig.Pass(seconds);
        return granted;
    }

    private static void Finish(PoolRig rig, SendTicket ticket, Action note)
    {
        note();
        Assert.True(rig.Pool.CallBegan(ticket, out _));
        rig.Pool.CallEnded(ticket, PoolRig.Outcome(FailureClass.Accepted));
    }
}
