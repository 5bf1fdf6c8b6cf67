using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Numbers;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class PlacementTests
{
    private const int Contacts = 100_000;

    [Theory]
    [InlineData(3, "weighted")]
    [InlineData(4, "weighted")]
    [InlineData(7, "weighted")]
    [InlineData(10, "weighted")]
    [InlineData(3, "round-robin")]
    [InlineData(10, "round-robin")]
    [InlineData(3, "least-loaded")]
    [InlineData(10, "least-loaded")]
    public void Place_EqualWeights_SharesAreEqual(int numbers, string algorithm)
    {
        using var rig = new PoolRig(options: new LoadBalancerOptions { Algorithm = algorithm });
        rig.Pool.Configure(PoolRig.Numbers(numbers));
        var shares = Shares(rig, Contacts);
        Assert.Equal(numbers, shares.Count);
        Assert.All(shares.Values, count => Assert.InRange(count * numbers / (double)Contacts, 0.98, 1.02));
    }

    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-loaded")]
    public void Place_UnequalWeights_SharesFollow(string algorithm)
    {
        using var rig = new PoolRig(options: new LoadBalancerOptions { Algorithm = algorithm });
        rig.Pool.Configure([PoolRig.Number("a") with { Weight = 1 }, PoolRig.Number("b") with { Weight = 3 }, PoolRig.Number("c") with { Weight = 6 }]);
        var shares = Shares(rig, Contacts);
        Assert.InRange(shares["a"], 9_500, 10_500);
        Assert.InRange(shares["b"], 29_400, 30_600);
        Assert.InRange(shares["c"], 59_400, 60_600);
    }

    [Fact]
    public void Place_FiveHundredNumbers_NoneGetsMoreThanTheBound()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(500));
        Assert.All(Shares(rig, Contacts).Values, count => Assert.InRange(count, 100, 267));
    }

    [Fact]
    public void Configure_FourthNumberAdded_MovesAQuarterAndNothingElse()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(3));
        var before = Placements(rig);
        rig.Pool.Configure(PoolRig.Numbers(4));
        var after = Placements(rig);
        var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToList();
        Assert.All(moved, pair => Assert.Equal("n4", pair.Second));
        Assert.InRange(moved.Count, Contacts * 0.24, Contacts * 0.26);
    }

    [Fact]
    public void Place_SamePool_SameContactSameNumber()
    {
        using var one = PoolRig.With(PoolRig.Numbers(5));
        using var other = PoolRig.With(PoolRig.Numbers(5));
        Assert.Equal(Placements(one), Placements(other));
    }

    [Fact]
    public void Place_PrimariesTake_NoBackupIsUsed()
    {
        using var rig = PoolRig.With(PoolRig.Number("p"), PoolRig.Number("b") with { IsBackup = true, Weight = 1_000 });
        Assert.Equal(["p"], Shares(rig, 1_000).Keys);
    }

    [Fact]
    public async Task Place_PrimaryDrained_BackupTakes()
    {
        using var rig = PoolRig.With(PoolRig.Number("p"), PoolRig.Number("b") with { IsBackup = true });
        Assert.Equal(HandOutcome.Saved, await rig.Pool.DrainAsync("p", default));
        Assert.Equal("b", rig.Pool.Place(1).Number);
    }

    [Fact]
    public void Place_ConversationsFull_NextTierThenExceededWithOneNotice()
    {
        using var rig = PoolRig.With(PoolRig.Number("p") with { MaxConversations = 10 }, PoolRig.Number("b") with { IsBackup = true, MaxConversations = 5 });
        var placed = Enumerable.Range(1, 30).Select(contact => PlaceAndTouch(rig, (ulong)contact)).ToList();
        Assert.All(placed.Take(10), number => Assert.Equal("p", number));
        Assert.All(placed.Skip(10).Take(5), number => Assert.Equal("b", number));
        Assert.All(placed.Skip(15), Assert.NotNull);
        Assert.Equal(1, rig.CountOf(PoolNoticeKind.CapacityExceeded));
    }

    [Fact]
    public void Place_ManyBeforeAnyWasActive_FullAllTheSame()
    {
        using var rig = PoolRig.With(PoolRig.Number("p") with { MaxConversations = 10 }, PoolRig.Number("b") with { IsBackup = true });
        Assert.Equal(10, Enumerable.Range(1, 100).Count(contact => rig.Pool.Place((ulong)contact).Number == "p"));
    }

    [Fact]
    public void Place_ContactsInactiveForADay_RoomAgain()
    {
        using var rig = PoolRig.With(PoolRig.Number("p") with { MaxConversations = 2 }, PoolRig.Number("b") with { IsBackup = true });
        PlaceAndTouch(rig, 1);
        PlaceAndTouch(rig, 2);
        Assert.Equal("b", rig.Pool.Place(3).Number);
        for (var hour = 0; hour < 25; hour++)
        {
            rig.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("p", rig.Pool.Place(3).Number);
        Assert.Equal(0, rig.Status("p").Conversations);
    }

    [Fact]
    public void Place_Excluded_AnotherOrTheReason()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        Assert.Equal("n2", rig.Pool.Place(1, ["n1"]).Number);
        Assert.Equal(new Placement(null, PlacementProblem.AllExcluded), rig.Pool.Place(1, ["n1", "n2"]));
    }

    [Fact]
    public async Task Place_NobodyCan_SaysWhy()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { CanSend = false });
        Assert.Equal(PlacementProblem.NoNumber, rig.Pool.Place(1).Problem);
        rig.Pool.Configure(PoolRig.Numbers(1));
        await rig.Pool.DrainAsync("n1", default);
        Assert.Equal(PlacementProblem.AllDraining, rig.Pool.Place(1).Problem);
        rig.Pool.Notice("n1", null, NumberNews.Down, "logged out");
        Assert.Equal(PlacementProblem.AllDown, rig.Pool.Place(1).Problem);
    }

    [Fact]
    public void Place_DayUsedUp_AnotherNumberThenTheReason()
    {
        using var rig = PoolRig.With(PoolRig.Number("a") with { MessagesPerDay = 2 }, PoolRig.Number("b") with { MessagesPerDay = 1 });
        rig.Send("a", 2);
        Assert.Equal(["b"], Shares(rig, 100).Keys);
        rig.Send("b");
        Assert.Equal(PlacementProblem.DayLimit, rig.Pool.Place(1).Problem);
        rig.Time.Advance(TimeSpan.FromHours(12));
        Assert.NotNull(rig.Pool.Place(1).Number);
    }

    [Fact]
    public void Place_LongLine_AnotherNumber()
    {
        using var rig = PoolRig.With(PoolRig.Number("slow", rate: 1, burst: 1), PoolRig.Number("other", rate: 1, burst: 1));
        for (var i = 0; i < 20; i++)
        {
            rig.Pool.TryEnter("slow", rig.Ticket());
        }

        rig.Pass(0.25);
        Assert.Equal(["other"], Shares(rig, 100).Keys);
    }

    [Fact]
    public void Place_FailingFast_AttractsNothing()
    {
        using var rig = new PoolRig(options: new LoadBalancerOptions { Algorithm = LeastLoaded.Name });
        rig.Pool.Configure(PoolRig.Numbers(3));
        rig.Send("n1", 4, FailureClass.RetrySame);
        for (var contact = 1UL; contact <= 300; contact++)
        {
            PlaceAndTouch(rig, contact);
        }

        Assert.InRange(rig.Status("n1").Conversations, 0, 101);
        rig.Send("n1", FailureClass.RetrySame);
        Assert.DoesNotContain("n1", Shares(rig, 300).Keys);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    public void Place_Many_AllocatesNothing(int numbers)
    {
        using var rig = PoolRig.With(PoolRig.Numbers(numbers));
        Assert.NotNull(rig.Pool.Place(0).Number);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var contact = 1UL; contact <= 10_000; contact++)
        {
            rig.Pool.Place(contact);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string PlaceAndTouch(PoolRig rig, ulong contact)
    {
        var number = rig.Pool.Place(contact).Number!;
        rig.Pool.Touch(number, contact);
        return number;
    }

    private static List<string?> Placements(PoolRig rig) => [.. Enumerable.Range(1, Contacts).Select(contact => rig.Pool.Place((ulong)contact).Number)];

    private static Dictionary<string, int> Shares(PoolRig rig, int contacts) =>
        Enumerable.Range(1, contacts).Select(contact => rig.Pool.Place((ulong)contact).Number!).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
}
