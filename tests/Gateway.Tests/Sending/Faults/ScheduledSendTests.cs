using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Sends for later: on time, in order, over a restart, and at no cost until then.</summary>
public sealed class ScheduledSendTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Send_ForLater_LeavesWithinASecondOfItsTimeAndNotBefore()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var due = rig.Time.GetUtcNow().AddSeconds(5.1);
        var sent = rig.Send(Contacts.Of(1), "x", due: due);
        while (rig.Row(sent).State == MessageState.Waiting)
        {
            await TickAsync(rig);
        }

        var attempt = rig.Store.ReadTrace(rig.Row(sent).Message.Id)[0].AtUtc;
        Assert.InRange((attempt - due).TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task Send_ForLaterOverARestart_LeavesAtItsTime()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        long sent;
        DateTimeOffset now;
        await using (var rig = await SendRig.StartAsync(["a"], store: store, contacts: contacts))
        {
            sent = rig.Send(Contacts.Of(1), "x", due: rig.Time.GetUtcNow().AddSeconds(10));
            await TickAsync(rig);
            now = rig.Time.GetUtcNow();
            Assert.Equal(0, rig.Sandbox.Sends.Count);
        }

        await using var again = await SendRig.StartAsync(["a"], store: store, contacts: contacts, now: now);
        var since = again.Time.GetUtcNow();
        while (again.Row(sent).State == MessageState.Waiting)
        {
            await TickAsync(again);
        }

        Assert.InRange((again.Store.ReadTrace(again.Row(sent).Message.Id)[0].AtUtc - since).TotalSeconds, 9.5, 11);
        Assert.Single(again.Sandbox.Sends.Snapshot());
    }

    [Fact]
    public async Task Send_SeveralForOneMoment_KeepTheirOrder()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var due = rig.Time.GetUtcNow().AddSeconds(2);
        var sent = Enumerable.Range(0, 10).Select(i => rig.Send(Contacts.Of(1), $"{i}", due: due)).ToList();
        while (sent.Exists(position => rig.Row(position).State == MessageState.Waiting))
        {
            await TickAsync(rig);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), rig.TextsOf(Contacts.Of(1)));
    }

    [Fact]
    public async Task Send_TenThousandForTomorrow_HoldUpNobody()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var room = rig.Queue.Lanes!.Room;
        var due = rig.Time.GetUtcNow().AddDays(1);
        foreach (var contact in Contacts.Many(10_000))
        {
            rig.Send(contact, "later", due: due);
        }

        await TickAsync(rig);
        await rig.ReachedAsync(rig.Send(Contacts.Of(1), "now"), "accepted");

        Assert.Equal(room, rig.Queue.Lanes.Room);
        Assert.Single(rig.Sandbox.Sends.Snapshot());
        Assert.Equal(10_000, rig.Store.Rows.Count(row => row.Message.Queue == Queues.Scheduled && row.State == MessageState.Waiting));
    }

    [Fact]
    public async Task Send_ExpiresWhileItIsScheduled_IsNotSent()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var now = rig.Time.GetUtcNow();
        var sent = rig.Send(Contacts.Of(1), "x", expires: now.AddSeconds(2), due: now.AddSeconds(3));
        while (rig.Row(sent).State == MessageState.Waiting)
        {
            await TickAsync(rig);
        }

        Assert.Equal("expired", rig.StateOf(sent));
        Assert.Equal(0, rig.Sandbox.Sends.Count);
    }

    // The thread that looks for what is due sleeps again, and nothing is under way: then time may go on.
    private static async Task TickAsync(SendRig rig)
    {
        await rig.Time.WhenAsync(armed => armed.Contains(Tick));
        await Until.TrueAsync(() => rig.IsIdle);
        rig.Time.Advance(Tick);
        await rig.Time.WhenAsync(armed => armed.Contains(Tick));
        await Until.TrueAsync(() => rig.IsIdle);
    }
}
