using Relevo.Sandbox.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>What is remembered of calls.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task Record_Times_AreTheClocks()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null }, time);
        var began = (time.GetTimestamp(), time.GetUtcNow());
        await rig.SendTextAsync();
        time.Advance(TimeSpan.FromMilliseconds(1500));
        time.JumpWallClock(TimeSpan.FromHours(-1));
        await rig.SendTextAsync();

        var sends = rig.Server.Sends.Snapshot();
        Assert.Equal(began, (sends[0].Timestamp, sends[0].Utc));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), time.GetElapsedTime(sends[0].Timestamp, sends[1].Timestamp));
        Assert.True(sends[1].Utc < sends[0].Utc);
    }

    [Fact]
    public async Task Records_BeyondTheirNumber_LoseTheOldestAndStayCounted()
    {
        await using var rig = await Rig.StartAsync(options => options with { MaxRecords = 3, Receipts = null, KeepBodies = true });
        for (var i = 1; i <= 5; i++)
        {
            await rig.SendTextAsync(text: $"m{i}");
        }

        Assert.Equal(["m3", "m4", "m5"], rig.Server.Sends.Snapshot().Select(send => send.Text));
        Assert.Equal((5, 5), (rig.Server.Sends.Count, rig.Server.Sends.Snapshot()[^1].Sequence));
        Assert.Contains("\"m5\"", System.Text.Encoding.UTF8.GetString(rig.Server.Sends.Snapshot()[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitFor_Predicate_FindsWhatWasAndWhatComes()
    {
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null });
        var coming = rig.Server.Sends.WaitForAsync(send => send.Text == "b", CancellationToken.None);
        var two = rig.Server.Sends.WaitForAsync(send => send.Type == "text", 2, CancellationToken.None);
        await rig.SendTextAsync(text: "a");
        Assert.False(coming.IsCompleted || two.IsCompleted);
        await rig.SendTextAsync(text: "b");
        Assert.Equal(2, (await coming).Sequence);
        Assert.Equal(["a", "b"], (await two).Select(send => send.Text));
        Assert.Equal(1, (await rig.Server.Sends.WaitForAsync(send => send.Text == "a", CancellationToken.None)).Sequence);
        await rig.Server.Sends.WaitForAsync(2, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Server.Sends.WaitForAsync(3, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Follow_GetsEveryRecordFromNowOn()
    {
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null });
        await using var follower = rig.Server.Sends.FollowAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = follower.MoveNextAsync();
        await rig.SendTextAsync(text: "a");
        Assert.True(await next);
        Assert.Equal("a", follower.Current.Text);
    }

    [Fact]
    public async Task Sends_TenThousand_AreTakenAndRecordedEachOnce()
    {
        const int All = 10_000;
        const int Callers = 16;
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var i = caller; i < All; i += Callers)
            {
                using var answer = await rig.Http.SendAsync(Rig.Text("meta", correlation: $"gw:{i}"));
                Assert.True(answer.IsSuccessStatusCode);
            }
        }));

        var sends = rig.Server.Sends.Snapshot();
        Assert.Equal(All, sends.Select(send => send.CorrelationId).Distinct().Count());
        Assert.Equal(All, sends.Select(send => send.ProviderMessageId).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, All).Select(i => (long)i), sends.Select(send => send.Sequence));
    }
}
