using System.Net;
using System.Text.Json;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>Which calls a rule is about, and what it answers.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> MetaErrors => [.. Fixture.Names("meta/api", "error_").Where(name => !name.Contains("html", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(MetaErrors))]
    public async Task MetaCode_EachOfTheExchanges_AnswersThatBody(string file)
    {
        var answer = Fixture.Json(file).GetProperty("response");
        var code = answer.GetProperty("body").GetProperty("error").GetProperty("code").GetInt32();
        await using var rig = await Rig.StartAsync(new SandboxRule { MetaCode = code });
        var (status, body, _) = await rig.SendTextAsync();

        Assert.Equal(answer.GetProperty("status").GetInt32(), status);
        Assert.True(JsonElement.DeepEquals(answer.GetProperty("body"), body), body.GetRawText());
        Assert.False(Assert.Single(rig.Server.Sends.Snapshot()).IsAccepted);
    }

    [Theory]
    [InlineData("bird/api/error_401.json", 401)]
    [InlineData("bird/api/error_422.json", 422)]
    [InlineData("bird/api/error_429.json", 429)]
    [InlineData("bird/api/error_503.json", 503)]
    public async Task BirdStatus_EachOfTheExchanges_AnswersThatBody(string file, int status) =>
        await AnswersAsync("bird", file, new SandboxRule { BirdStatus = status });

    [Theory]
    [InlineData("bird-v1/api/error_409_in_progress.json", "E01004")]
    [InlineData("bird-v1/api/error_409_key_reuse.json", "E01005")]
    [InlineData("bird-v1/api/error_429.json", "E01003")]
    public async Task BirdCode_EachOfTheExchanges_AnswersThatBody(string file, string code) =>
        await AnswersAsync("bird-v1", file, new SandboxRule { BirdCode = code });

    [Theory]
    [InlineData("evolution/api/error_400_connection_closed.json", "connection-closed", Rig.Customer)]
    [InlineData("evolution/api/error_500_connection_closed.json", "connection-closed-500", Rig.Customer)]
    [InlineData("evolution/api/error_400_not_on_whatsapp.json", "not-on-whatsapp", "+15550009999")]
    [InlineData("evolution/api/error_400_lid_not_sendable.json", "not-on-whatsapp", "100000000000102@lid")]
    [InlineData("evolution/api/error_401.json", "unauthorized", Rig.Customer)]
    [InlineData("evolution/api/error_404_instance.json", "no-instance", Rig.Customer)]
    public async Task EvolutionError_EachOfTheExchanges_AnswersThatBody(string file, string error, string to) =>
        await AnswersAsync("evolution", file, new SandboxRule { EvolutionError = error }, to);

    [Fact]
    public async Task EvolutionError_MetaProxy_Answers201WithMetasError()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { EvolutionError = "meta-proxy" });
        var (status, body, _) = await rig.SendTextAsync("evolution");
        Assert.Equal((201, 131047), (status, body.GetProperty("code").GetInt32()));
        Assert.False(rig.Server.Sends.Snapshot()[0].IsAccepted);
    }

    [Fact]
    public async Task MetaCode_OtherProvider_IsLeftAlone()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { MetaCode = 131026 });
        Assert.Equal(202, (await rig.SendTextAsync("bird")).Status);
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("99999999999999", "99999999999999")]
    [InlineData("soon, I hope", "soon, I hope")]
    [InlineData("date:30", "Sat, 21 Nov 2026 12:00:30 GMT")]
    [InlineData(null, null)]
    public async Task Throttle_RetryAfter_IsSentAsAsked(string? wish, string? expected)
    {
        await using var rig = await Rig.StartAsync(options => options with { Rules = [new SandboxRule { Throttle = true, RetryAfter = wish }] }, new ManualTime());
        foreach (var provider in Rig.Providers)
        {
            var (status, _, answer) = await rig.SendTextAsync(provider);
            Assert.Equal((429, expected), (status, answer.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null));
        }
    }

    [Fact]
    public async Task Status_WithBody_IsAnsweredAndTakesNothingUnlessAsked()
    {
        await using var rig = await Rig.StartAsync(
            new SandboxRule { To = 1, Status = 502, Body = "<html>502</html>", ContentType = "text/html" },
            new SandboxRule { Status = 500, Accepts = true });
        var first = await rig.Http.SendAsync(Rig.Text("meta"));
        var second = await rig.Http.SendAsync(Rig.Text("meta"));

        Assert.Equal((HttpStatusCode.BadGateway, "<html>502</html>", "text/html"), (first.StatusCode, await first.Content.ReadAsStringAsync(), first.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
        Assert.Equal([false, true], rig.Server.Sends.Snapshot().Select(send => send.IsAccepted));
        await rig.Gateway.ReceivedAsync(3);
    }

    [Fact]
    public async Task Match_RecipientTypeNumberAndPlace_AllMustFit()
    {
        await using var rig = await Rig.StartAsync(
            new SandboxRule { Name = "exact", Recipient = "15550001001", From = 2, To = 3, MetaCode = 131026 },
            new SandboxRule { Name = "prefix", Recipient = "+34*", Type = "text", MetaCode = 131056 },
            new SandboxRule { Name = "number", Number = Rig.Bird, Throttle = true },
            new SandboxRule { Name = "image", Type = "image", MetaCode = 100 });
        List<int> answers = [];
        foreach (var to in new[] { "+15550001001", "15550001001", "+15550001001", "+15550001001", "+34600000000", "+35600000000" })
        {
            answers.Add((await rig.SendTextAsync(to: to)).Status);
        }

        Assert.Equal([200, 400, 400, 200, 429, 200], answers);
        Assert.Equal(429, (await rig.SendTextAsync("bird")).Status);
        Assert.Equal([null, "exact", "exact", null, "prefix", null, "number"], rig.Server.Sends.Snapshot().Select(send => send.Rule));
        Assert.Equal((4, 0), (rig.Server.Script.CallsOf("exact"), rig.Server.Script.CallsOf("image")));
    }

    [Fact]
    public async Task Match_Probability_IsDrawnFromTheSeed()
    {
        var fates = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var rig = await Rig.StartAsync(options => options with { Seed = seed, Rules = [new SandboxRule { Probability = 0.3, Throttle = true }] });
            for (var i = 0; i < 200; i++)
            {
                await rig.SendTextAsync();
            }

            fates.Add(string.Concat(rig.Server.Sends.Snapshot().Select(send => send.Status == 429 ? 'x' : '.')));
        }

        Assert.Equal(fates[0], fates[1]);
        Assert.NotEqual(fates[0], fates[2]);
        Assert.InRange(fates[0].Count(fate => fate == 'x'), 35, 85);
    }

    [Fact]
    public async Task Match_TimeSinceStart_HoldsBetweenItsBounds()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Rules = [new SandboxRule { After = TimeSpan.FromSeconds(5), Until = TimeSpan.FromSeconds(10), Throttle = true }] }, time);
        List<int> answers = [];
        foreach (var seconds in new[] { 4.999, 0.001, 4.999, 0.001 })
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            answers.Add((await rig.SendTextAsync()).Status);
        }

        Assert.Equal([200, 429, 429, 200], answers);
    }

    [Fact]
    public async Task Rules_OfDifferentAspects_HoldTogether()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(
            options => options with
            {
                Rules =
                [
                    new SandboxRule { Recipient = "+1*", Accept = true },
                    new SandboxRule { Latency = TimeSpan.FromSeconds(3) },
                    new SandboxRule { MetaCode = 131000 },
                ],
            },
            time);
        var spared = rig.SendTextAsync();
        var struck = rig.SendTextAsync(to: "+34600000000");
        await rig.Server.Sends.WaitForAsync(2, CancellationToken.None);
        await time.WhenAsync(armed => armed.Count(due => due == TimeSpan.FromSeconds(3)) == 2);
        Assert.False(spared.IsCompleted || struck.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((200, 500), ((await spared).Status, (await struck).Status));
    }

    [Fact]
    public async Task Latency_Range_IsDrawnBetweenItsEnds()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null, Rules = [new SandboxRule { Latency = TimeSpan.FromSeconds(1), LatencyTo = TimeSpan.FromSeconds(2) }] }, time);
        var calls = Enumerable.Range(0, 8).Select(_ => rig.SendTextAsync()).ToList();
        IReadOnlyList<TimeSpan> waits = [];
        await time.WhenAsync(armed => (waits = armed).Count >= 8);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        Assert.True(waits.Distinct().Count() > 1);
        time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Script_ChangedWhileRunning_HoldsAtOnce()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Server.Script;
        script.Put(new SandboxRule { Name = "a", Throttle = true });
        var throttled = (await rig.SendTextAsync()).Status;
        script.Put(new SandboxRule { Name = "a", MetaCode = 131031 });
        var locked = (await rig.SendTextAsync()).Status;
        Assert.Equal((429, 403, 1), (throttled, locked, script.Rules.Count));
        Assert.True(script.Remove("a"));
        Assert.False(script.Remove("a"));
        Assert.Equal(200, (await rig.SendTextAsync()).Status);
        Assert.Throws<ArgumentException>(() => script.Add(new SandboxRule { Throttle = true, MetaCode = 1 }));
        Assert.Empty(script.Rules);
    }

    private static async Task AnswersAsync(string provider, string file, SandboxRule rule, string to = Rig.Customer)
    {
        var answer = Fixture.Json(file).GetProperty("response");
        await using var rig = await Rig.StartAsync(rule);
        var (status, body, _) = await rig.SendTextAsync(provider, to);
        Assert.Equal(answer.GetProperty("status").GetInt32(), status);
        Assert.True(JsonElement.DeepEquals(answer.GetProperty("body"), body), body.GetRawText());
        Assert.False(Assert.Single(rig.Server.Sends.Snapshot()).IsAccepted);
    }
}
