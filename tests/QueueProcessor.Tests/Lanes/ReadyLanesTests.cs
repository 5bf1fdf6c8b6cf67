using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Who is next.</summary>
public sealed class ReadyLanesTests
{
    [Theory, InlineData(50, 30, 20), InlineData(70, 25, 5), InlineData(95, 5, 1)]
    public void TryTake_AllClassesReady_FollowsTheShares(int high, int normal, int low)
    {
        const int Picks = 10_000;
        var ready = new ReadyLanes(new LaneOptions { HighShare = high, NormalShare = normal, LowShare = low });
        var lanes = Enumerable.Range(0, 9).Select(i => new Lane((ulong)i, $"n{i % 2}")).ToList();
        lanes.ForEach(lane => ready.Add(lane, (int)lane.Conversation % 3));
        var taken = new int[3];
        var (longest, since) = (new int[3], new int[3]);
        for (var i = 0; i < Picks; i++)
        {
            Assert.True(ready.TryTake(out var lane));
            var picked = (int)lane.Conversation % 3;
            taken[picked]++;
            for (var other = 0; other < 3; other++)
            {
                since[other] = other == picked ? 0 : since[other] + 1;
                longest[other] = Math.Max(longest[other], since[other]);
            }

            ready.Add(lane, picked);
        }

        var total = (double)(high + normal + low);
        Assert.Equal([(int)Math.Round(Picks * high / total), (int)Math.Round(Picks * normal / total), (int)Math.Round(Picks * low / total)], taken.Select(count => count), new Near());
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(longest[i] <= total / new[] { high, normal, low }[i] * 2, $"class {i} waited for {longest[i]} picks"));
    }

    [Fact]
    public void TryTake_OneClassOnly_GetsEverything()
    {
        var ready = new ReadyLanes(new LaneOptions());
        for (var i = 0; i < 10; i++)
        {
            ready.Add(new Lane((ulong)i, "n"), PriorityClass.Low);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.True(ready.TryTake(out var lane));
            Assert.Equal((ulong)i, lane.Conversation);
        }

        Assert.False(ready.TryTake(out _));
        Assert.Equal(0, ready.Count);
    }

    /// <summary>A number with 10,000 ready conversations costs one with a single conversation one turn, not 10,000.</summary>
    [Fact]
    public void TryTake_BusyNumber_DoesNotDelayQuietOnes()
    {
        var ready = new ReadyLanes(new LaneOptions());
        for (var i = 0; i < 10_000; i++)
        {
            ready.Add(new Lane((ulong)i, "busy"), PriorityClass.Normal);
        }

        ready.Add(new Lane(77_777, "quiet"), PriorityClass.Normal);
        ready.Add(new Lane(88_888, "quieter"), PriorityClass.Normal);
        var first = Enumerable.Range(0, 3).Select(_ => ready.TryTake(out var lane) ? lane.Number : "").ToList();
        Assert.Equal(["busy", "quiet", "quieter"], first);
    }

    [Fact]
    public void Add_AgainMoreUrgently_MovesUpOnce()
    {
        var ready = new ReadyLanes(new LaneOptions());
        var (other, lane) = (new Lane(1, "n"), new Lane(2, "n"));
        ready.Add(other, PriorityClass.Low);
        ready.Add(lane, PriorityClass.Low);
        ready.Add(lane, PriorityClass.High);
        ready.Add(lane, PriorityClass.Normal);
        Assert.Equal(2, ready.Count);
        Assert.True(ready.TryTake(out var first));
        Assert.Same(lane, first);
        Assert.True(ready.TryTake(out var second));
        Assert.Same(other, second);
        Assert.False(ready.TryTake(out _));
    }

    /// <summary>What a lane that moved up left behind does not pile up, and costs its number no turn.</summary>
    [Fact]
    public void Add_ManyMoveUp_LeavesNothingBehind()
    {
        var low = new ReadyClass { Share = 1 };
        for (var i = 0; i < 1000; i++)
        {
            var lane = new Lane((ulong)i, "n") { Ticket = i + 1 };
            low.Add(lane);
            lane.Ticket = 0;
            low.Leave();
        }

        Assert.Equal(0, low.Entries);
        var (stale, valid) = (new Lane(1, "n") { Ticket = 1 }, new Lane(2, "n") { Ticket = 2 });
        var (far, last) = (new Lane(3, "m") { Ticket = 3 }, new Lane(4, "m") { Ticket = 4 });
        low.Add(stale);
        low.Add(valid);
        low.Add(far);
        low.Add(last);
        stale.Ticket = 9;
        low.Leave();
        Assert.True(low.TryTake(out var first));
        Assert.Same(valid, first);
    }

    private sealed class Near : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Math.Abs(x - y) <= 1;

        public int GetHashCode(int obj) => 0;
    }
}
