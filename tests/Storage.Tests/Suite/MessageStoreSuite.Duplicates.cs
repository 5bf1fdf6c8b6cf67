using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task Duplicate_InOneBatch_IsStoredOnce()
    {
        QueuedMessage[] messages = [Message("m1", text: "first"), Message("m1"), Message("m2"), Message("m1")];
        var result = await Store.StoreAsync(messages);

        Assert.Equal((2, 2), (result.Stored, result.Duplicates));
        Assert.Equal([false, true, false, true], messages.Select(message => message.IsDuplicate));
        Assert.Equal(["first", "{}"], Store.Backlog());
    }

    [Fact]
    public async Task Duplicate_InALaterBatch_IsNotStoredAgain()
    {
        await Store.StoreAsync(Message("m1"));
        Assert.Equal((0, 1), await CountsOf("m1"));
        Assert.Equal(1, Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task Duplicate_WithoutAKey_DoesNotExist()
    {
        await Store.StoreAsync(Message(), Message(), Message());
        Assert.Equal(3, (await Store.StoreAsync(Message(), Message(), Message())).Stored);
    }

    [Fact]
    public async Task Duplicate_OfACompletedMessage_IsNotStoredAgain()
    {
        var message = Message("m1");
        await Store.StoreAsync(message);
        await Store.SettleAsync(Make.Done(message));
        Assert.Equal((0, 1), await CountsOf("m1"));
    }

    [Fact]
    public async Task Duplicate_AfterARestart_IsKnown()
    {
        await Store.StoreAsync(Message("m1"));
        await Bed.RestartAsync();
        Assert.Equal((0, 1), await CountsOf("m1"));
    }

    [Fact]
    public async Task Duplicate_AfterAKill_IsKnown()
    {
        await Store.StoreAsync(Message("m1"));
        await Bed.KillAsync();
        Assert.Equal((0, 1), await CountsOf("m1"));
        Assert.Equal(1, Store.Count(sends: false).WaitingTotal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Duplicate_OverSevenDays_IsKnownOnEachOfThem(bool restart)
    {
        var provider = Time.GetUtcNow();
        await Store.StoreAsync(Make.Message(Time, "m1", providerTime: provider), Make.Message(Time, "n1"));
        for (var day = 1; day <= 7; day++)
        {
            Time.JumpWallClock(TimeSpan.FromDays(1));
            if (restart)
            {
                await Bed.RestartAsync();
            }

            await Store.StoreAsync(Message($"day{day}"));
            var again = await Store.StoreAsync(Make.Message(Time, "m1", providerTime: provider), Make.Message(Time, "n1"));
            Assert.Equal((day, 2), (day, again.Duplicates));
        }
    }

    [Fact]
    public async Task Duplicate_AfterTenDays_IsForgotten()
    {
        await Store.StoreAsync(Message("m1"));
        for (var day = 1; day <= 10; day++)
        {
            Time.JumpWallClock(TimeSpan.FromDays(1));
            await Store.StoreAsync(Message());
        }

        await Bed.RestartAsync();
        Assert.Equal((1, 0), await CountsOf("m1"));
    }

    [Fact]
    public async Task Duplicate_OfAMessageThatWasNotStored_IsNone()
    {
        await Store.StoreAsync(Message("before"));
        Bed.BreakWrites();
        var refused = await Store.TryStoreAsync(Message("m1"), Message("m1"));
        Bed.MendWrites();
        await Store.HealedAsync();

        Assert.Equal(AppendStatus.Unavailable, refused.Status);
        Assert.Equal((1, 0), await CountsOf("m1"));
        Assert.Equal((0, 1), await CountsOf("before"));
    }

    [Fact]
    public async Task Duplicate_WhileTheFirstIsPending_SharesItsFate()
    {
        var stalled = Bed.StallNextCommit();
        var first = Store.TryStoreAsync(Message("m1"));
        await stalled;
        var second = Store.TryStoreAsync(Message("m1"));
        Assert.False(second.IsCompleted);
        Bed.Resume();

        Assert.Equal((1, 0), ((await first).Stored, (await first).Duplicates));
        Assert.Equal((0, 1), ((await second).Stored, (await second).Duplicates));
    }

    [Fact]
    public async Task Duplicate_HundredAtOnce_ExactlyOneIsStored()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"m{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Store.TryStoreAsync(Message(key)))));
            Assert.Equal((1, 99), (results.Sum(result => result.Stored), results.Sum(result => result.Duplicates)));
        }

        Assert.Equal(20, Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task Duplicate_HundredAtOnceWhileCommitsFail_ExactlyOneIsStored()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"m{round}";
            Bed.FailAfterNextCommit();
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Store.TryStoreAsync(Message(key)))));
            await Store.HealedAsync();
            Assert.Equal(1, (await Store.StoreAsync(Message(key))).Duplicates);
            Assert.Equal(round + 1, Store.Count(sends: false).Accepted);
        }

        await Store.FlushedAsync();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), Bed.Announced.Select(message => message.Position));
    }

    [Fact]
    public async Task Duplicate_KeysThatDifferAnywhere_AreDifferent()
    {
        string[] keys = ["meta:1:a", "meta:1:b", "meta:11:a", "bird:1:a", "META:1:a", "meta:1:a ", "meta:1:a\0", "meta:1:ä", "", new string('k', 2000), new string('k', 2001)];
        var result = await Store.StoreAsync([.. keys.Select(key => Message(key))]);
        Assert.Equal(keys.Length, result.Stored);
    }

    [Fact]
    public async Task Duplicate_WhenOurClockWasBehind_IsStillKnown()
    {
        // The copy's provider time is later than our clock said when we stored the first.
        var provider = Time.GetUtcNow() + TimeSpan.FromHours(30);
        await Store.StoreAsync(Make.Message(Time, "m1", providerTime: provider));
        Time.JumpWallClock(TimeSpan.FromHours(31));
        await Store.StoreAsync(Message());
        await Bed.RestartAsync();
        await Store.StoreAsync(Message());

        Assert.Equal(1, (await Store.StoreAsync(Make.Message(Time, "m1", providerTime: provider))).Duplicates);
    }

    private async Task<(int Stored, int Duplicates)> CountsOf(string key)
    {
        var result = await Store.StoreAsync(Message(key));
        return (result.Stored, result.Duplicates);
    }
}
