using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>Which receipts follow, when and how.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public async Task Delays_AreKeptAndCountFromTheAnswer()
    {
        var time = new ManualTime();
        var receipts = new SandboxReceipts { Statuses = [new("sent"), new("delivered", TimeSpan.FromSeconds(2)), new("read", TimeSpan.FromSeconds(5))] };
        await using var rig = await Rig.StartAsync(options => options with { Receipts = receipts }, time);
        await rig.SendTextAsync();
        await rig.Gateway.ReceivedAsync(1);
        await time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(2)));
        Assert.Single(rig.Gateway.Hooks);

        time.Advance(TimeSpan.FromSeconds(2));
        await rig.Gateway.ReceivedAsync(2);
        await time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(3)));
        time.Advance(TimeSpan.FromSeconds(3));
        await rig.Gateway.ReceivedAsync(3);
        Assert.Equal(["sent", "delivered", "read"], rig.Gateway.Events.Select(item => item.Status));
        Assert.Equal([0, 2, 5], rig.Gateway.Events.Select(item => (item.TimestampUtc! - rig.Server.Sends.Snapshot()[0].Utc).Value.TotalSeconds));
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("bird")]
    [InlineData("bird-v1")]
    [InlineData("evolution")]
    public async Task Failed_WithACode_IsReadAsThat(string provider)
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Receipts = new() { Statuses = [new("sent"), new("failed", Code: "131047")], HasEcho = false } });
        await rig.SendTextAsync(provider);
        await rig.Gateway.ReceivedAsync(2);
        var failed = rig.Gateway.Events[1];
        Assert.Equal("failed", failed.Status);
        Assert.Equal(provider == "evolution" ? null : "131047", provider == "bird-v1" ? failed.MetaErrorCode : failed.ErrorCode);
    }

    [Fact]
    public async Task Copies_DoubleEach()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Receipts = SandboxReceipts.Of("sent", "read") with { Copies = 2 } });
        await rig.SendTextAsync();
        await rig.Gateway.ReceivedAsync(4);
        Assert.Equal(["sent", "sent", "read", "read"], rig.Gateway.Events.Select(item => item.Status));
        Assert.Equal(2, rig.Gateway.Events.Select(item => item.DedupeKey).Distinct().Count());
    }

    [Fact]
    public async Task Swapped_TurnsTheOrderRound()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Receipts = SandboxReceipts.Usual with { IsSwapped = true } });
        await rig.SendTextAsync("bird");
        await rig.Gateway.ReceivedAsync(3);
        Assert.Equal(["read", "delivered", "sent"], rig.Gateway.Events.Select(item => item.Status));
    }

    [Fact]
    public async Task BeforeAnswer_FirstReceiptIsTakenBeforeTheCallerKnows()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Receipts = SandboxReceipts.Usual with { IsBeforeAnswer = true } });
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Gateway.Before = () =>
        {
            arrived.TrySetResult();
            return held.Task;
        };
        var call = rig.SendTextAsync();
        await arrived.Task;
        Assert.False(call.IsCompleted);
        held.SetResult();
        Assert.Equal(200, (await call).Status);
        await rig.Gateway.ReceivedAsync(3);
    }

    [Fact]
    public async Task BeforeAnswer_WithoutReceipts_HoldsNobodyUp()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Receipts = SandboxReceipts.None with { IsBeforeAnswer = true } });
        Assert.Equal(200, (await rig.SendTextAsync()).Status);
        Assert.Equal(201, (await rig.SendTextAsync("evolution")).Status);
    }

    [Fact]
    public async Task None_AcceptsAndSaysNothing()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { To = 2, Receipts = SandboxReceipts.None });
        await rig.SendTextAsync(correlation: "silent");
        await rig.SendTextAsync("evolution");
        await rig.SendTextAsync(correlation: "told");
        await rig.Gateway.ReceivedAsync(4);
        Assert.DoesNotContain(rig.Gateway.Events, item => item.CorrelationId == "silent");
        Assert.Equal("api", Assert.Single(rig.Gateway.Events, item => item.Provider == "evolution").Origin);
    }

    [Fact]
    public async Task Batch_ReceiptsOfSeveralMessages_ShareAWebhook()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = SandboxReceipts.Usual with { Batch = 9 } }, time);
        for (var i = 0; i < 3; i++)
        {
            await rig.SendTextAsync(correlation: $"gw:{i}");
        }

        await rig.Gateway.ReceivedAsync(1);
        var hook = Assert.Single(rig.Gateway.Hooks);
        Assert.True(hook.IsAuthentic);
        Assert.Equal(9, hook.Events.Count);
        foreach (var message in hook.Events.GroupBy(item => item.CorrelationId))
        {
            Assert.Equal(["sent", "delivered", "read"], message.Select(item => item.Status));
        }
    }

    [Fact]
    public async Task Batch_ThatDoesNotFill_GoesAfterAMoment()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = SandboxReceipts.Usual with { Batch = 100 } }, time);
        await rig.SendTextAsync();
        await Until.TrueAsync(() => rig.Server.Webhooks.Waiting == 0, "all receipts lie in the line");
        Assert.Empty(rig.Gateway.Hooks);
        time.Advance(TimeSpan.FromMilliseconds(50));
        await rig.Gateway.ReceivedAsync(1);
        Assert.Equal(3, rig.Gateway.Events.Count);
    }

    [Fact]
    public async Task Webhook_RefusedForAWhile_IsTriedAgainInOrder()
    {
        await using var rig = await Rig.StartAsync(options => options with { FirstWebhookPause = TimeSpan.FromMilliseconds(1), LongestWebhookPause = TimeSpan.FromMilliseconds(2), WebhookAttempts = 100 });
        rig.Gateway.Answer = before => before < 5 ? 503 : 200;
        await rig.SendTextAsync("bird");
        await rig.Server.Webhooks.WaitForPostedAsync(3, CancellationToken.None);
        Assert.Equal(["sent", "sent", "sent", "sent", "sent", "sent", "delivered", "read"], rig.Gateway.Events.Select(item => item.Status));
        Assert.Equal((3, 0), (rig.Server.Webhooks.Posted, rig.Server.Webhooks.Failed));
    }

    [Fact]
    public async Task Webhook_NeverTaken_IsGivenUpAndTheNextIsPosted()
    {
        await using var rig = await Rig.StartAsync(options => options with { FirstWebhookPause = TimeSpan.FromMilliseconds(1), LongestWebhookPause = TimeSpan.FromMilliseconds(1), WebhookAttempts = 2 });
        rig.Gateway.Answer = before => before < 2 ? 500 : 200;
        await rig.SendTextAsync();
        await rig.Server.Webhooks.WaitForPostedAsync(2, CancellationToken.None);
        Assert.Equal((2, 1), (rig.Server.Webhooks.Posted, rig.Server.Webhooks.Failed));
    }

    [Fact]
    public async Task Webhook_OfEvolutionAnswered404_IsLostForGood()
    {
        await using var rig = await Rig.StartAsync();
        rig.Gateway.Answer = before => before == 0 ? 404 : 200;
        await rig.SendTextAsync("evolution");
        await rig.Server.Webhooks.WaitForPostedAsync(3, CancellationToken.None);
        Assert.Equal((4, 1), (rig.Gateway.Hooks.Count, rig.Server.Webhooks.Failed));
    }

    [Fact]
    public async Task Webhooks_MoreThanMayWait_AreDroppedAndCounted()
    {
        await using var rig = await Rig.StartAsync(options => options with { MaxWaitingWebhooks = 1 });
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Gateway.Before = () => held.Task;
        await rig.SendTextAsync(correlation: "first");
        await Until.TrueAsync(() => rig.Server.Webhooks.Waiting == 1);
        await rig.SendTextAsync(correlation: "second");
        await Until.TrueAsync(() => rig.Server.Webhooks.Dropped == 3);
        held.SetResult();
        await rig.Gateway.ReceivedAsync(3);
        Assert.All(rig.Gateway.Events, item => Assert.Equal("first", item.CorrelationId));
    }

    [Fact]
    public async Task Evolution_HeaderOrPath_AuthenticatesToo()
    {
        await using var gateway = await GatewayStub.StartAsync();
        SandboxNumber[] numbers =
        [
            new() { Provider = "evolution", Key = "by-header", WebhookUrl = gateway.Expect("evolution", "by-header", "k1", "X-Gateway-Key"), WebhookSecret = "k1", WebhookHeader = "X-Gateway-Key" },
            new() { Provider = "evolution", Key = "by-path", WebhookUrl = gateway.Expect("evolution", "by-path", "p-9f2c", tail: "/p-9f2c") },
        ];
        await using var server = new SandboxServer(new SandboxOptions { Numbers = numbers }, TimeProvider.System);
        await server.StartAsync(CancellationToken.None);
        Assert.Equal(200, await server.PostInboundAsync("by-header", Rig.Customer, "hola", CancellationToken.None));
        Assert.Equal(200, await server.PostInboundAsync("by-path", Rig.Customer, "hola", CancellationToken.None));
        Assert.All(gateway.Hooks, hook => Assert.True(hook.IsAuthentic));
    }
}
