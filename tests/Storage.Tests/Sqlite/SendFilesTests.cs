using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>What the files keep for sends: in new files, in those of earlier versions, and while the disk does not obey.</summary>
public sealed class SendFilesTests : IAsyncLifetime
{
    private SqliteBed? _bed;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    private IMessageStore Store => Bed.Store;

    public async Task InitializeAsync() => _bed = await SqliteBed.OpenAsync();

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    [Fact]
    public async Task Open_OfAnEarlierVersion_BringsItForward()
    {
        var (send, app) = (Make.Message(Bed.Time, "s", queue: Queues.Sends, text: "send"), Make.Message(Bed.Time, "a"));
        await Store.StoreAsync(app, send, Make.Message(Bed.Time, queue: Queues.Sends, park: "why"));
        await Store.DisposeAsync();
        SqliteBed.Execute(Bed.TodayPath, """
            DROP TABLE trace; DROP TABLE sent; DROP TABLE once; DROP TABLE history; DROP INDEX of_conversation;
            UPDATE waiting SET queue = 77 WHERE queue = (SELECT id FROM name WHERE text = 'send');
            UPDATE message SET queue = 77 WHERE queue = (SELECT id FROM name WHERE text = 'send');
            UPDATE name SET id = 77 WHERE text = 'send';
            PRAGMA user_version=1
            """);
        await Bed.RestartAsync();

        Assert.Equal(["send"], Store.Backlog(Queues.Sends));
        Assert.Equal(send.Id, Assert.Single(Store.ReadConversation(Queues.Sends, send.Conversation, 1, 100, 10)).Id);
        var entry = new TraceEntry(send.Id, Bed.Time.GetUtcNow(), TraceKind.Accepted, "shop", "200", "meta:1:2");
        await Store.SettleAsync(new Settlement(SettlementKind.Complete, send, Trace: entry));
        await Bed.RestartAsync();
        Assert.Equal([entry], Store.ReadTrace(send.Id));
        Assert.Equal(send.Id, Store.FindSent("meta:1:2"));
        Assert.Equal((2, 1, 1, 0), (Store.Count(sends: true).Accepted, Store.Count(sends: true).Completed, Store.Count(sends: true).Parked, Store.Count(sends: true).Gap));
        Assert.Equal(1, (await Store.StoreAsync(Make.Message(Bed.Time, "s"))).Duplicates);
    }

    [Fact]
    public async Task Conversation_OfSends_IsReadByItsIndexAndEventsAreNotInIt()
    {
        await Store.StoreAsync([.. Enumerable.Range(0, 100).SelectMany(i => new[] { Make.Message(Bed.Time, lane: $"{i % 10}", queue: Queues.Sends, priority: (Priority)(i % 5)), Make.Message(Bed.Time, lane: $"{i % 10}") })]);
        var queue = SqliteBed.Scalar(Bed.TodayPath, "SELECT id FROM name WHERE text = 'send'");
        Assert.Equal(1, SqliteBed.Scalar(Bed.TodayPath, FormattableString.Invariant(
            $"SELECT count(*) FROM sqlite_schema WHERE name = 'of_conversation' AND sql LIKE '%ON waiting(conversation, position) WHERE queue = {queue}'")));
        using var connection = SqliteConnection.OpenForReading(Bed.TodayPath);
        using var plan = connection.PrepareOnce(FormattableString.Invariant(
            $"EXPLAIN QUERY PLAN SELECT position FROM waiting WHERE queue = {queue} AND queue = ?1 AND position BETWEEN ?2 AND ?3 AND conversation = ?4 ORDER BY position LIMIT ?5"));
        Assert.True(plan.Step());
        Assert.Contains("of_conversation (conversation=? AND position>? AND position<?)", plan.Text(3), StringComparison.Ordinal);
        Assert.False(plan.Step());

        var lane = Store.ReadBacklog(Queues.Sends, Priority.Critical, 0, 1)[0].Conversation;
        var all = Store.ReadConversation(Queues.Sends, lane, 1, long.MaxValue, 100);
        Assert.Equal(10, all.Count);
        Assert.Equal(all.Select(message => message.Position).Order(), all.Select(message => message.Position));
        Assert.Equal(all.Skip(3).Take(4).Select(message => message.Position), Store.ReadConversation(Queues.Sends, lane, all[3].Position, all[8].Position, 4).Select(message => message.Position));
    }

    /// <summary>Until it is known what a failed commit moved, nobody reads sends; events are read as always.</summary>
    [Fact]
    public async Task Move_InDoubt_KeepsReadersOfSendsOutUntilItIsAnnounced()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, queue: Queues.Scheduled, due: Bed.Time.GetUtcNow()));
        SqliteBed.Execute(Bed.TodayPath, "CREATE TRIGGER broken BEFORE UPDATE ON probe BEGIN SELECT RAISE(ABORT, 'broken'); END");
        Bed.FailAfterNextMove();
        var due = Store.ReadDue(Queues.Scheduled, Bed.Time.GetUtcNow(), 10);
        await Assert.ThrowsAsync<StoreException>(() => Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        Assert.Throws<StoreException>(() => Store.ReadBacklog(Queues.Sends, Priority.Normal, 0, 10));
        Assert.Empty(Store.ReadBacklog(Make.App, Priority.Normal, 0, 10));
        Assert.DoesNotContain(Bed.Announced, message => message.IsLate);

        SqliteBed.Execute(Bed.TodayPath, "DROP TRIGGER broken");
        await Store.HealedAsync();
        await Store.FlushedAsync();
        Assert.Single(Bed.Announced, message => message.IsLate);
        Assert.Single(Store.ReadBacklog(Queues.Sends, Priority.Normal, 0, 10));
    }

    [Fact]
    public async Task Move_WhileAReadTakesLong_IsLeftForLater()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, queue: Queues.Scheduled, due: Bed.Time.GetUtcNow()));
        var due = Store.ReadDue(Queues.Scheduled, Bed.Time.GetUtcNow(), 10);
        using var reads = new ManualResetEventSlim();
        using var ends = new ManualResetEventSlim();
        var reader = Task.Run(() => Bed.Sqlite.State.Moves.Read(() =>
        {
            reads.Set();
            return ends.Wait(TimeSpan.FromSeconds(60));
        }));
        Assert.True(reads.Wait(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        ends.Set();
        Assert.True(await reader);
        Assert.Equal(1, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
    }
}
