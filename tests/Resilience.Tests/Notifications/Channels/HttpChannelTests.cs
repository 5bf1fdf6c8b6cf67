using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Channels;

public sealed class HttpChannelTests : IAsyncLifetime
{
    private static readonly string[] All = ["slack", "sms", "pagerduty", "webhook"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly NotificationsOptions _options = new();
    private readonly ContactsOptions _contacts = NotifierRig.People();
    private readonly ChannelHttp _http;
    private LoopbackServer _server = null!;

    public HttpChannelTests() => _http = new ChannelHttp(_time);

    public static TheoryData<string> Names { get; } = [.. All];

    public async Task InitializeAsync()
    {
        _server = await LoopbackServer.StartAsync();
        SetUp(_server.Url);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "", ChannelVerdict.Taken)]
    [InlineData(200, "ok", ChannelVerdict.Taken)]
    [InlineData(202, """{"status":"success"}""", ChannelVerdict.Taken)]
    [InlineData(204, "", ChannelVerdict.Taken)]
    [InlineData(200, "  <!DOCTYPE html><html><body>Log in to the wireless network</body></html>", ChannelVerdict.Again)]
    [InlineData(302, "", ChannelVerdict.Again)]
    [InlineData(400, "invalid_payload", ChannelVerdict.Refused)]
    [InlineData(403, "action_prohibited", ChannelVerdict.Refused)]
    [InlineData(404, "<html>no_service</html>", ChannelVerdict.Refused)]
    [InlineData(410, "channel_is_archived", ChannelVerdict.Refused)]
    [InlineData(408, "", ChannelVerdict.Again)]
    [InlineData(429, "", ChannelVerdict.Again)]
    [InlineData(500, "rollup_error", ChannelVerdict.Again)]
    [InlineData(503, "<html>down</html>", ChannelVerdict.Again)]
    public async Task SendAsync_AnyAnswer_IsJudgedTheSameByAllChannels(int status, string body, ChannelVerdict expected)
    {
        _server.Status(status, body);
        foreach (var name in All)
        {
            var outcome = await SendAsync(name);
            Assert.Equal(expected, outcome.Verdict);
            Assert.True(expected == ChannelVerdict.Taken || outcome.Why.Contains(status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), outcome.Why);
        }
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sat, 21 Nov 2026 12:01:30 GMT", 90)]
    [InlineData("999999", 3600)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("Sat, 21 Nov 2020 12:01:30 GMT", null)]
    public async Task SendAsync_RetryAfter_IsPassedOn(string header, int? seconds)
    {
        _server.Status(429, "", ("Retry-After", header));
        var outcome = await SendAsync("slack");
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, outcome.RetryAfter);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task SendAsync_ServerThatHangs_EndsAtTheDeadline(string name)
    {
        _server.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var sending = SendAsync(name);
        await Until.TrueAsync(() => _server.Requests.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var outcome = await sending.WaitAsync(Patience);
        Assert.Equal((ChannelVerdict.Again, "no whole answer within 10 s"), (outcome.Verdict, outcome.Why));
    }

    [Fact]
    public async Task SendAsync_ServerThatDrips_EndsAtTheDeadline()
    {
        var dripped = 0;
        var drop = new SemaphoreSlim(0);
        _server.Answer = async context =>
        {
            context.Response.ContentLength = 100;
            while (true)
            {
                await context.Response.WriteAsync("o", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                Interlocked.Increment(ref dripped);
                await drop.WaitAsync(context.RequestAborted);
            }
        };
        var sending = SendAsync("slack");
        for (var second = 1; second <= 10; second++)
        {
            await Until.TrueAsync(() => Volatile.Read(ref dripped) == second);
            Assert.False(sending.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
            drop.Release();
        }

        Assert.Equal(ChannelVerdict.Again, (await sending.WaitAsync(Patience)).Verdict);
    }

    [Fact]
    public async Task SendAsync_EndlessAnswer_IsNotReadToItsEnd()
    {
        _server.Answer = async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        };
        Assert.Equal(ChannelVerdict.Taken, (await SendAsync("slack").WaitAsync(Patience)).Verdict);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 banana\r\n\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    public async Task SendAsync_Garbage_IsTriedAgainAndSaysNothingOfTheAddress(string answer)
    {
        await using var raw = RawServer.Start(answer);
        SetUp($"http://127.0.0.1:{raw.Port}");
        foreach (var name in All)
        {
            var outcome = await SendAsync(name).WaitAsync(Patience);
            Assert.Equal(ChannelVerdict.Again, outcome.Verdict);
            Assert.DoesNotContain("127", outcome.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SendAsync_NobodyThere_IsTriedAgain()
    {
        var url = _server.Url;
        await _server.DisposeAsync();
        SetUp(url);
        Assert.Equal(ChannelOutcome.Again("no connection"), await SendAsync("slack").WaitAsync(Patience));
        _server = await LoopbackServer.StartAsync();
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var sending = Setup().Find("slack")!.SendAsync(Message(), stop.Token);
        await Until.TrueAsync(() => _server.Requests.Count == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(HealthLevel.Healthy, "/slack/all")]
    [InlineData(HealthLevel.Degraded, "/slack/all")]
    [InlineData(HealthLevel.Critical, "/slack/critical")]
    [InlineData(HealthLevel.Emergency, "/slack/emergency")]
    public async Task SendAsync_Slack_HasAnAddressPerLevel(HealthLevel level, string path)
    {
        await SendAsync("slack", Message(level, summary: "a < b & \"c\" *bold*\u0001"));
        var request = _server.Requests.Single();
        Assert.Equal(("POST", path), (request.Method, request.Path));
        using var json = JsonDocument.Parse(request.Body);
        Assert.Contains("a &lt; b &amp; \"c\"", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_SlackWithoutAnAddressForTheLevel_IsRefused()
    {
        _options.Slack.Url = null;
        Assert.Equal(ChannelVerdict.Refused, (await SendAsync("slack", Message(HealthLevel.Degraded))).Verdict);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(NoticeKind.Alarm, HealthLevel.Emergency, "trigger", "critical")]
    [InlineData(NoticeKind.Alarm, HealthLevel.Critical, "trigger", "error")]
    [InlineData(NoticeKind.Escalation, HealthLevel.Degraded, "trigger", "warning")]
    [InlineData(NoticeKind.Addition, HealthLevel.Critical, "trigger", "error")]
    [InlineData(NoticeKind.Acknowledgement, HealthLevel.Emergency, "acknowledge", "critical")]
    [InlineData(NoticeKind.Recovery, HealthLevel.Emergency, "resolve", "critical")]
    public async Task SendAsync_PagerDuty_SpeaksOfOneAlertPerCause(NoticeKind kind, HealthLevel level, string action, string severity)
    {
        await SendAsync("pagerduty", Message(level, kind));
        using var json = JsonDocument.Parse(_server.Requests.Single().Body);
        var root = json.RootElement;
        Assert.Equal((action, "relevo:queue", "routing-key"), (root.GetProperty("event_action").GetString(), root.GetProperty("dedup_key").GetString(), root.GetProperty("routing_key").GetString()));
        Assert.Equal(severity, root.GetProperty("payload").GetProperty("severity").GetString());
        Assert.Equal("relevo", root.GetProperty("payload").GetProperty("source").GetString());
    }

    [Fact]
    public async Task SendAsync_PagerDutyByHand_LeavesNothingOpen()
    {
        Assert.Equal(ChannelVerdict.Taken, (await SendAsync("pagerduty", Message(kind: NoticeKind.ByHand))).Verdict);
        var events = _server.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement).ToList();
        Assert.Equal(["trigger", "resolve"], events.Select(e => e.GetProperty("event_action").GetString()));
        Assert.Equal(["relevo:notice-1"], events.Select(e => e.GetProperty("dedup_key").GetString()).Distinct());
    }

    [Fact]
    public async Task SendAsync_Webhook_IsSignedByEverySecret()
    {
        string[] secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2Vjb25k"];
        _options.Webhook.Secrets = secrets;
        _options.Webhook.Headers = ["X-Token: t0ken"];
        await SendAsync("webhook");
        var request = _server.Requests.Single();
        var (id, at) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        var expected = secrets.Select(s => "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(Convert.FromBase64String(s[6..]), System.Text.Encoding.UTF8.GetBytes($"{id}.{at}.{request.Body}"))));
        Assert.Equal(string.Join(' ', expected), request.Headers["webhook-signature"]);
        Assert.Equal(("notice-1", "t0ken"), (id, request.Headers["X-Token"]));
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), at);
        using var json = JsonDocument.Parse(request.Body);
        Assert.Equal("CRITICAL", json.RootElement.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("application/json", """{"to":"{to}","text":"{text}"}""", """{"to":"+34600111222","text":"\"a\" & <b>, c=d\\"}""")]
    [InlineData("application/x-www-form-urlencoded", "to={to}&text={text}", "to=%2B34600111222&text=%22a%22%20%26%20%3Cb%3E%2C%20c%3Dd%5C")]
    [InlineData("text/xml; charset=utf-8", "<sms to='{to}'>{text}</sms>", "<sms to='+34600111222'>&quot;a&quot; &amp; &lt;b&gt;, c=d\\</sms>")]
    [InlineData("text/plain", "{to} {level} {text}", "+34600111222 CRITICAL \"a\" & <b>, c=d\\")]
    public async Task SendAsync_Sms_EscapesForTheTypeOfTheBody(string type, string template, string expected)
    {
        (_options.Sms.ContentType, _options.Sms.Body, _options.Texts.Short) = (type, template, "{summary}");
        var outcome = await SendAsync("sms", Message(summary: "\"a\" & <b>, c=d\\"));
        Assert.Equal(ChannelVerdict.Taken, outcome.Verdict);
        Assert.Equal(expected, _server.Requests.Single().Body);
        Assert.Equal(("Bearer sms-secret", type), (_server.Requests.Single().Headers["Authorization"], _server.Requests.Single().Headers["Content-Type"]));
    }

    [Fact]
    public async Task SendAsync_SmsRefusedWithStatus200_IsNotTaken()
    {
        _options.Sms.Expect = "\"queued\"";
        _server.Status(200, """{"status":"no credit"}""");
        Assert.Equal((ChannelVerdict.Unknown, true), (await SendAsync("sms") is var unknown ? unknown.Verdict : default, unknown.MayBeThere));
        _server.Status(200, """{"status":"queued"}""");
        Assert.Equal(ChannelVerdict.Taken, (await SendAsync("sms")).Verdict);
    }

    [Fact]
    public async Task SendAsync_SmsToSomebodyWithoutANumber_IsRefused()
    {
        _contacts.People["ana"].Phone = null;
        Assert.Equal(ChannelVerdict.Refused, (await SendAsync("sms")).Verdict);
        Assert.Equal(ChannelVerdict.Refused, (await SendAsync("sms", Message() with { Recipient = "stranger" })).Verdict);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task SendAsync_SmsOfALongNotice_IsCut()
    {
        await SendAsync("sms", Message(summary: new string('x', 5000)));
        using var json = JsonDocument.Parse(_server.Requests.Single().Body);
        Assert.Equal(320, json.RootElement.GetProperty("text").GetString()!.Length);
    }

    private void SetUp(string url)
    {
        (_options.Slack.Url, _options.Slack.CriticalUrl, _options.Slack.EmergencyUrl) = (url + "/slack/all", url + "/slack/critical", url + "/slack/emergency");
        (_options.Sms.Url, _options.Sms.Headers) = (url + "/sms", ["Authorization: Bearer sms-secret"]);
        (_options.PagerDuty.Url, _options.PagerDuty.RoutingKey) = (url + "/v2/enqueue", "routing-key");
        _options.Webhook.Url = url + "/hook";
    }

    private NotifierSetup Setup() => NotifierSetup.Create(_options, _contacts, new EscalationOptions(), _http, _time);

    private ChannelMessage Message(HealthLevel level = HealthLevel.Critical, NoticeKind kind = NoticeKind.Alarm, string summary = "it is slow")
    {
        var notice = new NoticeReport("notice-1", _time.GetUtcNow(), "queue", kind, level, "x", summary, "line 1\nline 2", "7", null, []);
        return new ChannelMessage("notice-1-ana", "ana", notice, Setup().Texts.Words(notice));
    }

    private Task<ChannelOutcome> SendAsync(string name, ChannelMessage? message = null) =>
        Setup().Find(name)!.SendAsync(message ?? Message(), CancellationToken.None);
}
