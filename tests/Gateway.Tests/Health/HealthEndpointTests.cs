using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Health;

public sealed class HealthEndpointTests
{
    private static readonly string[] Components =
        ["load-balancer", "queue", "cache", "database", "webhook", "configuration", "provider-evolution", "provider-meta", "application-shop"];

    [Fact]
    public async Task Health_WhenEverythingWorks_HasTheShapeOfTheContract()
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        using var response = await host.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var root = json.RootElement;
        Assert.Equal(["status", "level", "timestamp", "uptimeSeconds", "checks"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("healthy", root.GetProperty("status").GetString());
        Assert.Equal("HEALTHY", root.GetProperty("level").GetString());
        Assert.Matches("^2026-11-21T12:00:0[0-9.]*Z$", root.GetProperty("timestamp").GetString());
        Assert.Equal(0, root.GetProperty("uptimeSeconds").GetInt64());
        var checks = root.GetProperty("checks").EnumerateObject().ToList();
        Assert.Equal(Components, checks.Select(c => c.Name));
        Assert.All(checks, check =>
        {
            Assert.Equal(["status", "message", "durationMs"], check.Value.EnumerateObject().Select(p => p.Name));
            Assert.Equal("pass", check.Value.GetProperty("status").GetString());
            Assert.True(check.Value.GetProperty("durationMs").GetDouble() >= 0);
        });
    }

    [Theory]
    [InlineData("/health/live", """{"alive":true}""")]
    [InlineData("/health/ready", """{"ready":true}""")]
    public async Task LiveAndReady_WhenEverythingWorks_SayOnlyThat(string path, string body)
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        using var response = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task EveryEndpoint_WhileTheStoreHangs_AnswersWithinAQuarterOfASecond()
    {
        await using var host = await HealthHost.StartAsync();
        host.Hanging.Add("database");
        host.Store.Probe = _ => new TaskCompletionSource().Task;
        await host.UntilAsync(s => s.Level == HealthLevel.Critical && !s.Find("webhook")!.IsUp && !s.Find("database")!.IsUp);
        foreach (var path in (string[])["/health", "/health/live", "/health/ready", "/health/database", "/webhooks/whatsapp/health"])
        {
            // The fastest of several: a busy machine delays some, what hangs would delay all.
            var fastest = TimeSpan.MaxValue;
            for (var i = 0; i < 10; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var response = await host.GetAsync(path);
                var took = Stopwatch.GetElapsedTime(started);
                fastest = took < fastest ? took : fastest;
                Assert.Equal(path == "/health/live" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
            }

            Assert.True(fastest < TimeSpan.FromMilliseconds(250), $"{path} took {fastest}");
        }
    }

    [Fact]
    public async Task Health_WhenTheStoreFails_IsCriticalAndTellsWhy()
    {
        await using var host = await HealthHost.StartAsync();
        host.Store.Probe = _ => throw new StoreException("The disk is full.");
        await host.UntilAsync(s => s.Level == HealthLevel.Critical && !s.Find("webhook")!.IsUp && !s.Find("database")!.IsUp);
        Assert.Equal((503, "critical", "The disk is full."), await AskAsync(host, "/health", "database"));
        Assert.Equal((503, "critical", "The disk is full."), await AskAsync(host, "/health/database", "database"));
        Assert.Equal((503, "critical", "The disk is full."), await AskAsync(host, "/health/webhook", "webhook"));
        Assert.Equal((503, "critical", "The disk is full."), await AskAsync(host, "/webhooks/whatsapp/health", "webhook"));
        Assert.Equal(200, (await AskAsync(host, "/health/queue", "queue")).Status);
        using var ready = await host.GetAsync("/health/ready");
        Assert.Equal("""{"ready":false,"reason":"The disk is full."}""", await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Ready_WhenTheStoreFailsOnce_TurnsAtOnceAndTheLevelStays()
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        host.Store.Probe = _ => throw new StoreException("The disk is full.");
        await host.UntilAsync(s => s.Find("database")!.State.IsSuspect);
        Assert.Equal(503, await StatusAsync(host, "/health/ready"));
        Assert.Equal(503, await StatusAsync(host, "/webhooks/whatsapp/health"));
        Assert.Equal(200, await StatusAsync(host, "/health"));
        var (status, level, message) = await AskAsync(host, "/health/database", "database");
        Assert.Equal((200, "healthy"), (status, level));
        Assert.Matches(@"^The disk is full\. \(bad [12] times in a row, not counted as down yet\)$", message);
    }

    [Fact]
    public async Task Ready_WhenTheStoreRefuses_TurnsAtOnce()
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        Assert.Equal(200, await StatusAsync(host, "/health/ready"));
        host.Store.Refusal = "less than 5 % of the disk is free";
        Assert.Equal((503, "critical", "less than 5 % of the disk is free"), await AskAsync(host, "/webhooks/whatsapp/health", "webhook"));
        Assert.Equal(503, await StatusAsync(host, "/health/ready"));
        host.Store.Refusal = null;
        Assert.Equal(200, await StatusAsync(host, "/health/ready"));
    }

    [Fact]
    public async Task Health_WhenAnApplicationDoesNotServe_IsDegradedAndStillWell()
    {
        await using var host = await HealthHost.StartAsync();
        host.Applications.Troubles["shop"] = "does not serve since 12:00:00";
        await host.UntilAsync(s => s.Level == HealthLevel.Degraded);
        Assert.Equal((200, "degraded", "does not serve since 12:00:00"), await AskAsync(host, "/health", "application-shop"));
        Assert.Equal((503, "degraded", "does not serve since 12:00:00"), await AskAsync(host, "/health/application-shop", "application-shop"));
    }

    [Fact]
    public async Task Health_AfterARecovery_SaysThatTheLevelIsHeldAndUntilWhen()
    {
        await using var host = await HealthHost.StartAsync();
        host.Applications.Troubles["shop"] = "does not serve since 12:00:00";
        await host.UntilAsync(s => s.Level == HealthLevel.Degraded);
        host.Applications.Troubles.Clear();
        await host.UntilAsync(s => s.Find("application-shop")!.IsUp && s.Held is not null && s.AtUtc - s.Held.SinceUtc >= TimeSpan.FromSeconds(4));
        var (since, until) = (host.Monitor.Snapshot.Held!.SinceUtc, host.Monitor.Snapshot.Held.UntilUtc);
        var (status, word, message) = await AskAsync(host, "/health", "level");
        Assert.Equal((200, "degraded"), (status, word));
        Assert.Equal($"all good since {since:HH:mm:ss} UTC; DEGRADED is held until {until:HH:mm:ss} UTC", message);

        await host.UntilAsync(s => s.Level == HealthLevel.Healthy);
        Assert.InRange(host.Time.GetUtcNow() - until, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        using var response = await host.GetAsync("/health");
        Assert.DoesNotContain("held", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_BetterButNotWell_SaysWhichLevelIsHeld()
    {
        await using var host = await HealthHost.StartAsync();
        host.Applications.Troubles["shop"] = "does not serve since 12:00:00";
        host.Store.Probe = _ => throw new StoreException("The disk is full.");
        await host.UntilAsync(s => s.Level == HealthLevel.Critical);
        host.Store.Probe = _ => Task.CompletedTask;
        await host.UntilAsync(s => s.Held?.Judged == HealthLevel.Degraded);
        Assert.Matches("^no worse than DEGRADED since [0-9:]{8} UTC; (CRITICAL|EMERGENCY) is held until [0-9:]{8} UTC$", (await AskAsync(host, "/health", "level")).Message);
    }

    [Fact]
    public async Task Health_WithAComplaint_ShowsItAsAFailedCheck()
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        host.Services.GetRequiredService<ComplaintBook>().Raise(new Complaint("configuration", HealthLevel.Degraded, "Line 7 of the new file is wrong."));
        Assert.Equal((200, "degraded", "Line 7 of the new file is wrong."), await AskAsync(host, "/health", "configuration"));
    }

    [Fact]
    public async Task Health_WhenLanesStandStill_IsCriticalOnItsOwnPortToo()
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        Assert.Equal(200, await StatusAsync(host, "/health", port: 1));
        host.Queue.HasReadyWork = true;
        await host.UntilAsync(s => s.Level == HealthLevel.Critical);
        var (status, level, message) = await AskAsync(host, "/health", "queue", port: 1);
        Assert.Equal((503, "critical"), (status, level));
        Assert.StartsWith("work is ready but nothing was done for 3 s", message, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync(host, "/health", port: 2));
    }

    [Theory]
    [InlineData("/health/live", 1)]
    [InlineData("/metrics", 1)]
    [InlineData("/webhooks/whatsapp/health", 2)]
    [InlineData("/", 2)]
    [InlineData("/health/nothing", 0)]
    public async Task AnyPath_ThatIsNotServed_IsNotFound(string path, int port)
    {
        await using var host = await HealthHost.StartAsync();
        Assert.Equal(404, await StatusAsync(host, path, port));
    }

    [Theory]
    [InlineData("/health", 0)]
    [InlineData("/health/live", 0)]
    [InlineData("/health/ready", 0)]
    [InlineData("/health/load-balancer", 0)]
    [InlineData("/webhooks/whatsapp/health", 0)]
    [InlineData("/metrics", 0)]
    [InlineData("/health", 1)]
    [InlineData("/health", 2)]
    public async Task EveryEndpoint_AskedForItsHeadOnly_AnswersWithoutABody(string path, int port)
    {
        await using var host = await HealthHost.StartAsync();
        await host.UntilCheckedAsync();
        using var response = await host.SendAsync(HttpMethod.Head, path, port);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task EveryEndpoint_Always_KeepsSecretsToItself()
    {
        await using var host = await HealthHost.StartAsync();
        host.Store.Probe = _ => throw new InvalidOperationException("Password=top-secret-7");
        await host.UntilAsync(s => s.Level == HealthLevel.Critical);
        foreach (var path in Components.Select(c => "/health/" + c).Concat(["/health", "/health/ready", "/webhooks/whatsapp/health", "/metrics"]))
        {
            using var response = await host.GetAsync(path);
            Assert.DoesNotContain("top-secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        }
    }

    [Fact]
    public async Task Health_AfterTheSettingsChanged_ShowsTheComponentsOfTheNewOnes()
    {
        await using var host = await HealthHost.StartAsync();
        var settings = host.Services.GetRequiredService<SettingsHolder>();
        settings.Replace(new GatewaySettings { Numbers = new Dictionary<string, NumberOptions> { ["b"] = new() { Provider = "bird", Key = "c" } } });
        await host.UntilAsync(s => s.Find("provider-bird")?.IsUp == false);
        Assert.Equal((503, "degraded", "without a webhook secret: b; no webhook since the start"), await AskAsync(host, "/health/provider-bird", "provider-bird"));
        Assert.Equal(404, await StatusAsync(host, "/health/provider-meta"));
        settings.Replace(new GatewaySettings());
        await host.UntilAsync(s => !s.Find("load-balancer")!.IsUp);
        Assert.Equal((503, "critical", "no numbers are configured"), await AskAsync(host, "/health/load-balancer", "load-balancer"));
    }

    private static async Task<int> StatusAsync(HealthHost host, string path, int port = 0)
    {
        using var response = await host.GetAsync(path, port);
        return (int)response.StatusCode;
    }

    private static async Task<(int Status, string Level, string Message)> AskAsync(HealthHost host, string path, string check, int port = 0)
    {
        using var response = await host.GetAsync(path, port);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var message = json.RootElement.GetProperty("checks").GetProperty(check).GetProperty("message").GetString()!;
        return ((int)response.StatusCode, json.RootElement.GetProperty("status").GetString()!, message);
    }
}
