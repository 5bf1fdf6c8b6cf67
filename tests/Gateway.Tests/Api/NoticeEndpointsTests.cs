using System.Text.Json;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Tests.Api;

/// <summary>Telling people by hand, and who they are.</summary>
public sealed class NoticeEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Notify_ToldAndProven()
    {
        _host.Desk.SetUp("slack");
        var (status, answer) = await _host.CallAsync("POST", "/admin/notify", """{"severity":"High","message":"We move at 13:00."}""");
        Assert.Equal((200, "CRITICAL", "It goes out by slack; GET /admin/notices shows whether it arrived. Not set up: email."), (status, Text(answer, "level"), Text(answer, "message")));
        Assert.Equal(("slack", "email"), (answer.GetProperty("channels")[0].GetString(), answer.GetProperty("notSetUp")[0].GetString()));

        var notices = await _host.AwaitAsync("/admin/notices?limit=5", body => Of(body, Text(answer, "id")!) is { } notice && notice.GetProperty("deliveries").EnumerateArray().Any(delivery => Text(delivery, "state") == "taken"));
        var told = Of(notices, Text(answer, "id")!)!.Value;
        Assert.Equal(("by-hand", "We move at 13:00."), (Text(told, "kind"), Text(told, "summary")));
        Assert.Equal(["email refused", "slack taken"], told.GetProperty("deliveries").EnumerateArray().Select(delivery => $"{Text(delivery, "channel")} {Text(delivery, "state")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Notify_NoChannelAtAll_Is409AndSaysWhatToDo()
    {
        var (status, body) = await _host.CallAsync("POST", "/admin/notify", """{"severity":"critical","message":"hello"}""");
        Assert.Equal((409, "no_channel"), (status, Text(body, "error")));
        Assert.Contains("Set one up under Notifications", Text(body, "message"), StringComparison.Ordinal);
        Assert.Equal("notify CRITICAL no channel", Audit()[0]);
    }

    [Fact]
    public async Task Notify_SeverityThatTellsNobody_SaysSo()
    {
        _host.Desk.SetUp("slack");
        var (status, body) = await _host.CallAsync("POST", "/admin/notify", """{"severity":"info","message":"hello"}""");
        Assert.Equal((200, 0), (status, body.GetProperty("channels").GetArrayLength()));
        Assert.Contains("nobody is told", Text(body, "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "message severity")]
    [InlineData("""{"severity":"loud","message":"two\nlines","to":"all"}""", "message severity to")]
    [InlineData("""{"severity":"critical","message":""}""", "message")]
    [InlineData("""{"severity":4,"message":"x"}""", "severity")]
    [InlineData("""{"severity":"emergency","message":" "}""", "message")]
    [InlineData("""{"severity":"emergency","message":"\u00a0\u200b\ufeff "}""", "message")]
    public async Task Notify_WrongInput_NamesEveryField(string body, string fields)
    {
        _host.Desk.SetUp("slack");
        var (status, answer) = await _host.CallAsync("POST", "/admin/notify", body);
        Assert.Equal((400, fields), (status, string.Join(' ', answer.GetProperty("details").EnumerateArray().Select(problem => Text(problem, "field")).Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task Contacts_AreThoseOfTheSettings()
    {
        var contacts = _host.Settings.Current.Contacts;
        contacts.People["ana"] = new PersonOptions { Name = "Ana", Phone = "+34600000001", Roles = ["operations"] };
        contacts.Hotlines["data-centre"] = new HotlineOptions { Phone = "+34910000000" };
        contacts.Portals["meta"] = new PortalOptions { Url = "https://example.com" };
        var (status, body) = await _host.CallAsync("GET", "/admin/contacts");
        Assert.Equal((200, JsonValueKind.Null), (status, body.GetProperty("onCall").ValueKind));
        Assert.Equal(("+34600000001", "operations"), (Text(body.GetProperty("people")[0], "phone"), body.GetProperty("people")[0].GetProperty("roles")[0].GetString()));
        Assert.Equal(("data-centre", "meta"), (Text(body.GetProperty("hotlines")[0], "name"), Text(body.GetProperty("portals")[0], "name")));
    }

    [Fact]
    public async Task Calls_EachIsRecorded()
    {
        _host.Desk.SetUp("slack");
        await _host.CallAsync("GET", "/admin/contacts");
        await _host.CallAsync("POST", "/admin/notify", """{"severity":"warning","message":"kept out of the record"}""");
        await _host.CallAsync("GET", "/admin/notices");
        Assert.Equal(["contacts  done", "notify DEGRADED done", "notices  done"], Audit().AsEnumerable().Reverse());
    }

    private static JsonElement? Of(JsonElement notices, string id) =>
        notices.GetProperty("items").EnumerateArray().Where(notice => Text(notice, "id") == id).Select(notice => (JsonElement?)notice).FirstOrDefault();

    private static string? Text(JsonElement item, string field) => item.GetProperty(field).GetString();

    private List<string> Audit() => [.. _host.Store.ReadAudit(20).Select(entry => $"{entry.Action} {entry.Target} {entry.Result}")];
}
