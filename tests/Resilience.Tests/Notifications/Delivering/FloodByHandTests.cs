using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

/// <summary>Somebody tells far too much by hand: what was taken is told, and no alarm of the gateway suffers.</summary>
public sealed class FloodByHandTests
{
    private const int Room = 8;
    private const int RoomByHand = 2;

    [Fact]
    public async Task NotifyByHand_WhileChannelsHang_IsRefusedBeyondItsRoomAndWhatWasTakenIsNotGivenUp()
    {
        await using var rig = NotifierRig.Start(options: Options());
        rig.Slack.HangForGood();
        var ids = await FloodAsync(rig, HealthLevel.Emergency);
        Assert.Equal(RoomByHand, ids.Count);
        Assert.DoesNotContain(rig.Settled, s => s.Delivery.State == DeliveryState.GivenUp);

        rig.Slack.Answer(ChannelOutcome.Taken);
        await rig.PassUntilAsync(() => rig.Notifier.Waiting.Count == 0, hanging: RoomByHand, step: TimeSpan.FromSeconds(10));
        Assert.Equal(ids.Order(), rig.Settled.Where(s => s.Delivery.State == DeliveryState.Taken).Select(s => s.Notice.Id).Distinct().Order());
        Assert.NotNull(rig.Notifier.NotifyByHand(HealthLevel.Emergency, "there is room again"));
    }

    [Fact]
    public async Task NotifyByHand_HoweverMuch_PushesOutNoAlarmThatWaits()
    {
        await using var rig = NotifierRig.Create(options: Options());
        for (var i = 0; i < Room; i++)
        {
            Assert.NotNull(rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical, $"cause {i}")));
        }

        for (var i = 0; i < 10 * Room; i++)
        {
            rig.Notifier.NotifyByHand(HealthLevel.Emergency, "again");
        }

        rig.Begin();
        await rig.WhenAsync(() => rig.Slack.Calls.Count == Room + RoomByHand);
        Assert.Equal(Room, rig.Slack.Calls.Count(call => call.Notice.Cause.StartsWith("cause", StringComparison.Ordinal)));
        Assert.Equal(10 * Room - RoomByHand, rig.Notifier.Status.Dropped);
    }

    [Fact]
    public async Task Tell_BehindAFloodByHand_TakesItsPlacesAndIsToldFirst()
    {
        var options = Options();
        options.Delivery.CallsPerChannel = 2;
        await using var rig = NotifierRig.Start(options: options);
        rig.Slack.HangForGood();
        await FloodAsync(rig, HealthLevel.Emergency);
        for (var i = 0; i < Room; i++)
        {
            rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Degraded, $"cause {i}"));
        }

        await rig.WhenAsync(() => rig.Slack.Calls.Any(call => call.Notice.Cause == "cause 0")); // a call is left for it
        await rig.WhenAsync(() => rig.Notifier.Waiting.Count == Room + RoomByHand);
        Assert.DoesNotContain(rig.Settled, s => s.Delivery.State == DeliveryState.GivenUp);
    }

    private static NotificationsOptions Options()
    {
        var options = NotifierRig.Patient();
        options.Delivery.MaxWaiting = Room;
        return options;
    }

    // As slowly as a script would: each is looked at before the next.
    private static async Task<IReadOnlyList<string>> FloodAsync(NotifierRig rig, HealthLevel level)
    {
        var ids = new List<string>();
        for (var i = 0; i < 10 * Room; i++)
        {
            var id = rig.Notifier.NotifyByHand(level, "again");
            if (id is not null)
            {
                ids.Add(id);
                await rig.WhenAsync(() => rig.Notifier.Waiting.Any(report => report.Id == id));
            }
        }

        return ids;
    }
}
