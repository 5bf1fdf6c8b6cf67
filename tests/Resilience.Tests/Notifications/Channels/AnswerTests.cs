using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Channels;

/// <summary>A status of 2xx is not yet a channel that took it: what its body says counts.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly ChannelHttp _http;
    private LoopbackServer _server = null!;

    public AnswerTests() => _http = new ChannelHttp(_time);

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("ok", ChannelVerdict.Taken, "")]
    [InlineData("ok\n", ChannelVerdict.Taken, "")]
    [InlineData("""{"ok":true}""", ChannelVerdict.Taken, "")]
    [InlineData("""{"success":true}""", ChannelVerdict.Taken, "")]
    [InlineData("""{"id":"1","content":"what was said"}""", ChannelVerdict.Taken, "")]
    [InlineData("""{"ok":""", ChannelVerdict.Taken, "")]
    [InlineData("Thank you", ChannelVerdict.Taken, "")]
    [InlineData("invalid_payload", ChannelVerdict.Refused, "answered 200 with invalid_payload")]
    [InlineData(" no_service\n", ChannelVerdict.Refused, "answered 200 with no_service")]
    [InlineData("channel_not_found", ChannelVerdict.Refused, "answered 200 with channel_not_found")]
    [InlineData("rollup_error", ChannelVerdict.Again, "answered 200 with rollup_error")]
    [InlineData("""{"ok":false,"error":"channel_not_found"}""", ChannelVerdict.Refused, "answered 200 with channel_not_found")]
    [InlineData("""{"ok":false,"error":"ratelimited"}""", ChannelVerdict.Again, "answered 200 with ratelimited")]
    [InlineData("""{"ok":false,"error":"secret"}""", ChannelVerdict.Refused, "answered 200 and says that it failed")]
    [InlineData("""{"ok":false,"error":"\ud800"}""", ChannelVerdict.Refused, "answered 200 and says that it failed")]
    [InlineData("""{"success":false}""", ChannelVerdict.Refused, "answered 200 and says that it failed")]
    public async Task Slack_WithStatus200_IsTakenUnlessItsBodySaysOtherwise(string body, ChannelVerdict verdict, string why) =>
        Assert.Equal((verdict, why), await SendAsync("slack", 200, body));

    [Theory]
    [InlineData(202, """{"status":"success","message":"Event processed","dedup_key":"x"}""", ChannelVerdict.Taken, "")]
    [InlineData(200, """{"status":"OK"}""", ChannelVerdict.Taken, "")]
    [InlineData(200, """{"status":7}""", ChannelVerdict.Taken, "")]
    [InlineData(202, """["success"]""", ChannelVerdict.Taken, "")]
    [InlineData(202, "Accepted", ChannelVerdict.Taken, "")]
    [InlineData(204, "", ChannelVerdict.Taken, "")]
    [InlineData(200, """{"status":"invalid event","message":"Event object is invalid","errors":["secret"]}""", ChannelVerdict.Refused, "answered 200 with invalid event")]
    [InlineData(200, """{"status":"throttle exceeded","message":"secret"}""", ChannelVerdict.Again, "answered 200 and says that it failed")]
    [InlineData(202, """{"status":"error"}""", ChannelVerdict.Again, "answered 202 and says that it failed")]
    [InlineData(200, """{"errors":["secret"]}""", ChannelVerdict.Again, "answered 200 and names errors")]
    [InlineData(200, """{"error":{"message":"secret"}}""", ChannelVerdict.Again, "answered 200 and names errors")]
    [InlineData(200, """{"errors":[],"error":null}""", ChannelVerdict.Taken, "")]
    public async Task PagerDuty_WithStatus2xx_IsTakenUnlessItsBodySaysOtherwise(int status, string body, ChannelVerdict verdict, string why) =>
        Assert.Equal((verdict, why), await SendAsync("pagerduty", status, body));

    private async Task<(ChannelVerdict Verdict, string Why)> SendAsync(string channel, int status, string body)
    {
        _server.Status(status, body);
        var options = new NotificationsOptions { Slack = { Url = _server.Url }, PagerDuty = { Url = _server.Url, RoutingKey = "key" } };
        var setup = NotifierSetup.Create(options, NotifierRig.People(), new EscalationOptions(), _http, _time);
        var notice = new NoticeReport("notice-1", _time.GetUtcNow(), "queue", NoticeKind.Alarm, HealthLevel.Critical, "x", "it is slow", "", null, null, []);
        var outcome = await setup.Find(channel)!.SendAsync(new ChannelMessage("1", channel, notice, setup.Texts.Words(notice)), CancellationToken.None);
        return (outcome.Verdict, outcome.Why);
    }
}
