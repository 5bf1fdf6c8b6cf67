using Relevo.Sandbox.Records;
using Relevo.Sandbox.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>The limits that the sandbox itself enforces, by its own clock.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Second_MoreThanLimitAndBurst_IsRefusedAndRecorded()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null }, time, number => number with { MessagesPerSecond = 3, Burst = 1 });
        for (var i = 0; i < 5; i++)
        {
            await rig.SendTextAsync();
        }

        time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        var early = await rig.SendTextAsync();
        time.Advance(TimeSpan.FromTicks(1));
        var late = await rig.SendTextAsync();

        Assert.Equal((429, 130429, 200), (early.Status, early.Body.GetProperty("error").GetProperty("code").GetInt32(), late.Status));
        Assert.Equal([false, false, false, false, true, true, false], rig.Server.Sends.Snapshot().Select(send => send.IsViolation));
        Assert.Equal(new RecordCounts(Total: 7, Accepted: 5, Refused: 2, Violations: 2), rig.Server.Sends.Counts);
    }

    [Fact]
    public async Task Second_WindowEdge_GivesNoDoubleBurst()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null }, time, number => number with { MessagesPerSecond = 10 });
        time.Advance(TimeSpan.FromMilliseconds(900));
        for (var i = 0; i < 10; i++)
        {
            await rig.SendTextAsync();
        }

        time.Advance(TimeSpan.FromMilliseconds(200)); // Into the next second of the wall clock.
        Assert.Equal(429, (await rig.SendTextAsync()).Status);
    }

    [Fact]
    public async Task Second_IsPerNumberAndCountsMessagesOnly()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null }, time, number => number with { MessagesPerSecond = 1 });
        foreach (var provider in Rig.Providers)
        {
            Assert.NotEqual(429, (await rig.SendTextAsync(provider)).Status);
            Assert.Equal(429, (await rig.SendTextAsync(provider)).Status);
        }

        var read = Rig.Call($"{Rig.Meta}/messages", Rig.Json(new { messaging_product = "whatsapp", status = "read", message_id = "wamid.1" }));
        Assert.Equal(200, (await rig.SendAsync(read)).Status);
    }

    [Fact]
    public async Task Pair_BeyondItsBurst_GetsOnePerInterval()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null }, time, number => number with { PairSeconds = 6, PairBurst = 3 });
        List<int> answers = [];
        foreach (var pause in new[] { 0, 0, 0, 0, 5.999, 0.001, 0 })
        {
            time.Advance(TimeSpan.FromSeconds(pause));
            answers.Add((await rig.SendTextAsync()).Status);
        }

        Assert.Equal([200, 200, 200, 429, 429, 200, 429], answers);
        Assert.Equal("131056", rig.Server.Sends.Snapshot()[3].ErrorCode);
        Assert.Equal(200, (await rig.SendTextAsync(to: "+34600000000")).Status);
    }
}
