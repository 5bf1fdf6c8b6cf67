using System.Net;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Gateway.FunctionalTests.Sends;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>What is restricted is restricted: measured where it arrives.</summary>
public sealed class DegradationTests(ITestOutputHelper output)
{
    private const int Rate = 60; // what a busy machine reaches without trouble
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Rates_AtEachLevel_AreCutAsTheProviderSeesIt()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        rig.Rig.Settings.With("Numbers:a:MessagesPerSecond", Rate);
        await rig.Rig.StartAsync();
        for (var first = 0; first < 3_600; first += 100)
        {
            await rig.Sends.BulkAsync(Enumerable.Range(first, 100).Select(contact => SendRig.Text(contact, $"{contact}")));
        }

        var full = await MeasureAsync(rig);
        foreach (var (level, percent) in ((string, int)[])[("degraded", 70), ("critical", 50), ("emergency", 30)])
        {
            await SetAsync(rig, new JsonObject { ["set"] = "on", ["level"] = level });
            var rate = await MeasureAsync(rig);
            output.WriteLine($"{level}: {rate:0.0} of {full:0.0} a second, {100 * rate / full:0.0} %");
            Assert.InRange(100 * rate / full, percent * 0.95, percent * 1.05);
        }

        await SetAsync(rig, new JsonObject { ["set"] = "off" });
        Assert.InRange(await MeasureAsync(rig), full * 0.95, full * 1.05);
    }

    [Fact]
    public async Task Emergency_WhatIsNotUrgent_StaysStoredAndNothingIsLost()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        await rig.Rig.StartAsync();
        await SetAsync(rig, new JsonObject { ["set"] = "on", ["level"] = "emergency" });
        await rig.Sends.BulkAsync(Enumerable.Range(0, 50).Select(contact => With(SendRig.Text(contact, $"low {contact}"), "batch")));
        await rig.Sends.BulkAsync(Enumerable.Range(50, 50).Select(contact => With(SendRig.Text(contact, $"high {contact}"), "high")));
        await rig.TakenAsync(50);
        Assert.All(rig.Taken, send => Assert.StartsWith("high", send.Text, StringComparison.Ordinal));

        await SetAsync(rig, new JsonObject { ["set"] = "auto" });
        await rig.TakenAsync(100);
        await rig.BalancedAsync();
    }

    [Fact]
    public async Task Maintenance_On_WebhooksAreStillAcceptedAndSendsAreNotAlsoAfterAKill()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        await rig.Rig.StartAsync();
        using var on = await rig.Rig.Client.SendAsync(HttpMethod.Post, "/admin/maintenance", new JsonObject { ["set"] = "on" });
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        await rig.Rig.KillAsync();
        await rig.Rig.StartAsync();
        using var refused = await rig.Rig.Client.SendAsync(HttpMethod.Post, "/api/queue/add", SendRig.Text(1, "x"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60"), (refused.StatusCode, refused.Headers.GetValues("Retry-After").Single()));
        using var ready = await rig.Rig.Client.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static JsonObject With(JsonObject message, string priority)
    {
        message["priority"] = priority;
        return message;
    }

    private static async Task SetAsync(SendRig rig, JsonObject body)
    {
        using var answer = await rig.Rig.Client.SendAsync(HttpMethod.Post, "/admin/degradation", body);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    // By the provider's own clock, second by second. The mean of the middle half: a machine that stands still for a moment slows
    // one second, and no rate.
    private static async Task<double> MeasureAsync(SendRig rig)
    {
        await Wait.ScheduleAsync(Settle);
        var seen = rig.Sandbox.Sends.Snapshot().Count;
        await Wait.ScheduleAsync(Measured);
        var times = rig.Sandbox.Sends.Snapshot().Skip(seen).Select(send => send.Utc).Order().ToList();
        var whole = (int)(times[^1] - times[0]).TotalSeconds;
        var counts = Enumerable.Range(0, whole).Select(second => times.Count(time => (int)(time - times[0]).TotalSeconds == second)).Order().ToList();
        return counts.Skip(whole / 4).Take(whole - (2 * (whole / 4))).Average();
    }
}
