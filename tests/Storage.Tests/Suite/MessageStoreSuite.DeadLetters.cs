using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task ListParked_OverSeveralDays_IsOldestFirstAndPaged()
    {
        var ids = new List<MessageId>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add((await ParkedAsync($"m{i}")).Id);
            if (i % 5 == 4)
            {
                Time.JumpWallClock(TimeSpan.FromDays(1));
            }
        }

        Assert.Equal(ids, Store.ListParked(null, 100).Select(record => record.Id));
        var paged = new List<MessageId>();
        for (var page = Store.ListParked(null, 5); page.Count > 0; page = Store.ListParked(page[^1].Id, 5))
        {
            paged.AddRange(page.Select(record => record.Id));
        }

        Assert.Equal(ids, paged);
    }

    [Fact]
    public async Task RetryParked_GivesItANewIdAtTheEndAndIsOnRecord()
    {
        var parked = await ParkedAsync("m1", "the letter");
        await Store.StoreAsync(Message("m2", text: "later"));
        Time.JumpWallClock(TimeSpan.FromDays(1));
        var id = await Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None);
        await Store.FlushedAsync();

        Assert.NotNull(id);
        Assert.NotEqual(parked.Id, id);
        Assert.Equal(["later", "the letter"], Store.Backlog());
        Assert.Equal(id, Bed.Announced[^1].Id);
        Assert.Equal(parked.Conversation, Bed.Announced[^1].Conversation);
        Assert.Equal(0, Bed.Announced[^1].Attempts);
        Assert.Equal((MessageState.Retried, MessageState.Waiting), (Store.Find(parked.Id)!.State, Store.Find(id.Value)!.State));
        Assert.Empty(Store.ListParked(null, 10));
        var audit = Assert.Single(Store.ReadAudit(10));
        Assert.Equal(("anna", "deadletters.retry", parked.Id.ToString()), (audit.Actor, audit.Action, audit.Target));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task RetryParked_TwiceOrAtOnce_HappensOnce()
    {
        var parked = await ParkedAsync("m1");
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None))));
        Assert.Single(ids, id => id is not null);
        Assert.Null(await Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None));
        Assert.Single(Store.Backlog());
        Store.AssertNoGap();
    }

    [Fact]
    public async Task RetryParked_OfARetriedOneThatFailedAgain_WorksAgain()
    {
        var parked = await ParkedAsync("m1", "again");
        for (var i = 0; i < 3; i++)
        {
            var id = await Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None);
            parked = Assert.Single(Store.ReadBacklog(Make.App, Priority.Normal, 0, 10));
            Assert.Equal(id, parked.Id);
            await Store.SettleAsync(Make.Park(parked));
        }

        Assert.Equal("again", Make.Text(Store.Find(parked.Id)!.Payload));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task DropParked_TakesItOutAndIsOnRecord()
    {
        var parked = await ParkedAsync("m1");
        Assert.True(await Store.DropParkedAsync(parked.Id, "anna", CancellationToken.None));
        Assert.False(await Store.DropParkedAsync(parked.Id, "anna", CancellationToken.None));
        Assert.Null(await Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None));

        Assert.Equal(MessageState.Dropped, Store.Find(parked.Id)!.State);
        Assert.Equal(1, Store.Count(sends: false).Dropped);
        Assert.Single(Store.ReadAudit(10));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task DropAndRetryParked_AtOnce_OnlyOneWins()
    {
        for (var i = 0; i < 20; i++)
        {
            var parked = await ParkedAsync($"m{i}");
            var drop = Task.Run(() => Store.DropParkedAsync(parked.Id, "anna", CancellationToken.None));
            var retry = Task.Run(() => Store.RetryParkedAsync(parked.Id, "bert", CancellationToken.None));
            var retried = await retry is not null;
            Assert.NotEqual(await drop, retried);
            Assert.Equal(retried, Store.Find(parked.Id)!.State == MessageState.Retried);
        }

        Assert.Equal(20, Store.Count(sends: false).Dropped); // a retried one counts as dropped and accepted anew
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Parked_OfUnknownIds_AreNotFound()
    {
        var waits = Message("m1");
        await Store.StoreAsync(waits);
        Assert.Null(await Store.RetryParkedAsync(waits.Id, "anna", CancellationToken.None));
        Assert.False(await Store.DropParkedAsync(waits.Id, "anna", CancellationToken.None));
        Assert.Null(await Store.RetryParkedAsync(new MessageId(1, 2, 3), "anna", CancellationToken.None));
        Assert.Empty(Store.ReadAudit(10));
    }

    [Fact]
    public async Task RetryParked_InACommitThatFailedButIsDurable_HappensOnce()
    {
        var parked = await ParkedAsync("m1", "letter");
        Time.JumpWallClock(TimeSpan.FromDays(1));
        await Store.StoreAsync(Message("m2", text: "today"));
        Bed.FailAfterNextCommit();
        await Assert.ThrowsAsync<StoreException>(() => Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None));
        await Store.HealedAsync();
        await Store.RetryParkedAsync(parked.Id, "anna", CancellationToken.None);
        await Store.FlushedAsync();

        Assert.Equal(["today", "letter"], Store.Backlog());
        Assert.Empty(Store.ListParked(null, 10));
        Assert.Equal(2, Texts(Bed.Announced).Count(text => text == "letter")); // when it came, and when it was put back
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Audit_Entries_AreNewestFirstAndSurviveRestarts()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.AuditAsync(new AuditEntry(Time.GetUtcNow(), "anna", "settings.reload", $"t{i}", "done"), CancellationToken.None);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Bed.KillAsync();
        Assert.Equal(["t4", "t3", "t2"], Store.ReadAudit(3).Select(entry => entry.Target));
        Assert.Equal(5, Store.ReadAudit(10).Count);
    }

    private async Task<QueuedMessage> ParkedAsync(string key, string text = "{}")
    {
        var message = Message(key, text: text);
        await Store.StoreAsync(message);
        await Store.SettleAsync(Make.Park(message));
        return message;
    }
}
