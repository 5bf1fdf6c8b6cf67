using Relevo.Contracts.Messages;
using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class LineTests
{
    [Fact]
    public void TryEnter_TokensShort_UrgentFirstThenInOrder()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        rig.Send("n");
        SendTicket[] waiting = [rig.Ticket(), rig.Ticket(Priority.Low), rig.Ticket(Priority.High), rig.Ticket(Priority.Critical), rig.Ticket(Priority.Batch)];
        Assert.All(waiting, ticket => Assert.False(rig.Pool.TryEnter("n", ticket)));
        rig.Pass(10);
        Assert.Equal([waiting[2], waiting[3], waiting[0], waiting[1], waiting[4]], rig.Fates.Select(fate => fate.Ticket));
    }

    [Fact]
    public void TryEnter_SomebodyWaits_NewcomerDoesNotOvertake()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        rig.Send("n");
        var first = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n", first));
        rig.Time.JumpWallClock(TimeSpan.FromHours(1));
        rig.Pass(0.999);
        var second = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n", second));
        rig.Pass(0.001);
        Assert.Equal([(first, TicketFate.Granted)], rig.Fates);
    }

    [Fact]
    public void TryEnter_TokenThereAndTimerNotYet_NewcomerDoesNotOvertake()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1.5, 1, NumberLimits.Fixed));
        rig.Send("n");
        var (first, second) = (rig.Ticket(), rig.Ticket());
        Assert.False(rig.Pool.TryEnter("n", first));
        rig.Pass(0.6668); // The token came at 0.66666 s, the timer comes at 0.667 s.
        Assert.False(rig.Pool.TryEnter("n", second));
        rig.Pass(0.001);
        Assert.Equal([(first, TicketFate.Granted)], rig.Fates);
    }

    [Fact]
    public void Leave_GrantNotUsed_GoesToTheNext()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        var (first, second) = (rig.Ticket(), rig.Ticket());
        Assert.True(rig.Pool.TryEnter("n", first));
        Assert.False(rig.Pool.TryEnter("n", second));
        rig.Pool.Leave(first);
        rig.Pool.Leave(first);
        Assert.Equal([(second, TicketFate.Granted)], rig.Fates);
        Assert.Equal(1, rig.Status("n").InFlight);
    }

    [Fact]
    public void Leave_Waiting_IsToldNothing()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        rig.Send("n");
        var waiting = rig.Ticket();
        rig.Pool.TryEnter("n", waiting);
        rig.Pool.Leave(waiting);
        rig.Pass(10);
        Assert.Empty(rig.Fates);
        Assert.True(rig.Pool.TryEnter("n", waiting));
    }

    [Fact]
    public void TryEnter_TimePassesWhileWaiting_Expires()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 0.01, 1, NumberLimits.Fixed));
        rig.Send("n");
        var (patient, hasty) = (rig.Ticket(), rig.Ticket(expiresAt: rig.Time.GetUtcNow().AddSeconds(3)));
        rig.Pool.TryEnter("n", patient);
        rig.Pool.TryEnter("n", hasty);
        rig.Pass(2.9);
        Assert.Empty(rig.Fates);
        rig.Pass(0.3);
        Assert.Equal([(hasty, TicketFate.Expired)], rig.Fates);
        rig.Pass(100);
        Assert.Equal([(hasty, TicketFate.Expired), (patient, TicketFate.Granted)], rig.Fates);
    }

    [Fact]
    public void TryEnter_UnknownOrGoneNumber_IsReleased()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        var (lost, waiting) = (rig.Ticket(), rig.Ticket());
        Assert.False(rig.Pool.TryEnter("nobody", lost));
        rig.Send("n");
        rig.Pool.TryEnter("n", waiting);
        rig.Pool.Configure([PoolRig.Number("other")]);
        rig.Pass(10);
        Assert.Equal([(lost, TicketFate.Released), (waiting, TicketFate.Released)], rig.Fates);
        Assert.Equal(NumberStanding.Inactive, rig.Pool.StandingOf("n"));
    }

    [Fact]
    public void TryEnter_TicketThatWaits_Throws()
    {
        using var rig = PoolRig.With(PoolRig.Number("n"));
        var ticket = rig.Call("n");
        Assert.Throws<InvalidOperationException>(() => rig.Pool.TryEnter("n", ticket));
    }

    [Fact]
    public void Fate_CallbackThrows_OthersAreServedAllTheSame()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        var told = 0;
        rig.Pool.Fate = (_, _) =>
        {
            told++;
            throw new InvalidOperationException("not the pool's fault");
        };
        for (var i = 0; i < 6; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        rig.Pass(10);
        Assert.Equal(5, told);
    }

    [Fact]
    public void Fate_EveryGrantGivenBackAtOnce_DoesNotDeepenTheStack()
    {
        using var rig = PoolRig.With(PoolRig.Number("n", 1, 1, NumberLimits.Fixed));
        var told = 0;
        rig.Pool.Fate = (ticket, _) =>
        {
            told++;
            rig.Pool.Leave(ticket);
        };
        rig.Send("n");
        for (var i = 0; i < 50_000; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        rig.Pass(1);
        Assert.Equal(50_000, told);
    }

    [Fact]
    public void Leave_FateDecidedButNotToldYet_IsNotTold()
    {
        using var rig = new PoolRig(options: Places(2));
        rig.Pool.Configure([PoolRig.Number("n", 2, 2, NumberLimits.Fixed)]);
        rig.Call("n");
        rig.Call("n");
        SendTicket[] waiting = [rig.Ticket(), rig.Ticket()];
        Assert.All(waiting, ticket => Assert.False(rig.Pool.TryEnter("n", ticket)));
        var told = new List<(SendTicket, TicketFate)>();
        rig.Pool.Fate = (ticket, fate) =>
        {
            told.Add((ticket, fate));
            rig.Pool.Leave(waiting[1]);
        };
        rig.Pass(2);
        rig.Pool.Options = Places(4); // Both are granted in one go.
        Assert.Equal([(waiting[0], TicketFate.Granted)], told);

        waiting = [rig.Ticket(), rig.Ticket()];
        rig.Pool.Options = Places(1);
        Assert.All(waiting, ticket => Assert.False(rig.Pool.TryEnter("n", ticket)));
        rig.Pool.Notice("n", null, NumberNews.Down, "both are released in one go");
        Assert.Equal((waiting[0], TicketFate.Released), told[^1]);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task TryEnter_ManyThreads_EveryEntryHasOneFate()
    {
        using var rig = PoolRig.With(PoolRig.Number("a", 500, 50, NumberLimits.Fixed), PoolRig.Number("b", 500, 50, NumberLimits.Fixed));
        const int Threads = 4;
        const int Each = 2_000;
        var fates = new int[Threads * Each];
        rig.Pool.Fate = (ticket, fate) =>
        {
            Interlocked.Increment(ref fates[(int)ticket.Owner!]);
            if (fate == TicketFate.Granted)
            {
                Use(rig, ticket);
            }
        };
        var work = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var ticket = new SendTicket { Message = i, Priority = (Priority)(i % 5), Owner = (thread * Each) + i };
                if (rig.Pool.TryEnter(i % 2 == 0 ? "a" : "b", ticket))
                {
                    Interlocked.Increment(ref fates[(int)ticket.Owner]);
                    Use(rig, ticket);
                }

                if (i % 500 == 0)
                {
                    rig.Pool.Notice("b", null, i % 1_000 == 0 ? NumberNews.Down : NumberNews.Up, "test");
                }
            }
        })).ToList();
        while (work.Exists(task => !task.IsCompleted))
        {
            rig.Pass(0.01);
            await Task.Yield();
        }

        await Task.WhenAll(work);
        rig.Pass(60);
        Assert.All(fates, count => Assert.Equal(1, count));
        Assert.All(rig.Pool.List(), number => Assert.Equal((0, 0), (number.Waiting, number.InFlight)));
    }

    private static void Use(PoolRig rig, SendTicket ticket)
    {
        if (rig.Pool.CallBegan(ticket, out _))
        {
            rig.Pool.CallEnded(ticket, PoolRig.Outcome(FailureClass.Accepted));
        }
        else
        {
            rig.Pool.Leave(ticket); // it would have to wait, or its number is down
        }
    }

    private static LoadBalancerOptions Places(int most) => new() { Pacing = new PacingOptions { MinPlaces = most, PlaceSeconds = 0.1 } };
}
