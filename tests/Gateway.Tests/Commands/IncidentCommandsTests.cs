using System.Text.Json;
using Relevo.Gateway.Tests.Api;
using Relevo.Gateway.Tests.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Tests.Commands;

/// <summary>Incidents and those who are told, from the command line.</summary>
public sealed class IncidentCommandsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task List_NoneAndOne_AreShown()
    {
        Assert.Contains("There was no incident.", (await CallAsync("incidents", "list")).Output, StringComparison.Ordinal);
        var id = Open();
        Assert.Matches($@"(?m)^{id} +high +CRITICAL +open ", (await CallAsync("incidents", "list", "--limit", "5")).Output);
        var (code, output, _) = await CallAsync("incidents", "list", "--json");
        Assert.Equal((0, id), (code, JsonDocument.Parse(output).RootElement.GetProperty("items")[0].GetProperty("id").GetString()));
    }

    [Fact]
    public async Task AckMarkCloseShow_DoWhatTheySay()
    {
        Call();
        var id = Open();
        Assert.Equal((0, $"{id}: Ana looks after it."), Trimmed(await CallAsync("incidents", "ack", id, "--by", "Ana", "--note", "on it")));
        Assert.Equal((0, $"{id}: It is noted."), Trimmed(await CallAsync("incidents", "mark", id, "cause", "--note", "The disk was full.")));
        var (_, shown, _) = await CallAsync("incidents", "show", id);
        Assert.Matches(@"(?m)^acknowledgedBy +Ana$", shown);
        Assert.Matches(@"(?m)^cause +The disk was full\.$", shown);
        Assert.Matches(@"(?m) hand +Ana +Acknowledged: on it$", shown);
        Assert.Contains("On call: ana", shown, StringComparison.Ordinal);
        Assert.Contains("+34600000001", shown, StringComparison.Ordinal);
        Assert.Equal((0, $"{id}: It is closed."), Trimmed(await CallAsync("incidents", "close", id)));
        var (code, _, error) = await CallAsync("incidents", "ack", id);
        Assert.Equal(1, code);
        Assert.Contains("was closed by ops", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_IsPrintedOrWrittenOnce()
    {
        var id = Open();
        var (code, output, _) = await CallAsync("incidents", "report", id);
        Assert.Equal(0, code);
        Assert.StartsWith($"# Incident {id}: ", output, StringComparison.Ordinal);
        var file = _folder.File("report.md");
        Assert.Equal(0, (await CallAsync("incidents", "report", id, "--out", file)).Code);
        Assert.StartsWith($"# Incident {id}: ", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        var again = await CallAsync("incidents", "report", id, "--out", file);
        Assert.Equal(1, again.Code);
        Assert.Contains("cannot be written", again.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await CallAsync("incidents", "report", id, "--json")).Output).RootElement;
        Assert.Contains("## Timeline", json.GetProperty("report").GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("show"), InlineData("report"), InlineData("close")]
    public async Task UnknownOne_Exits1WithASentence(string action)
    {
        var (code, output, error) = await CallAsync("incidents", action, "../status");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("No incident has this id", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_ThoseOnCallFirst()
    {
        Assert.Contains("Nobody is on call", (await CallAsync("contacts")).Output, StringComparison.Ordinal);
        Call();
        var (code, output, _) = await CallAsync("contacts");
        Assert.Equal(0, code);
        Assert.Contains("On call: ana, deputy luis", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ana +Ana +operations +\+34600000001 ", output);
        Assert.Matches(@"(?m)^data-centre +\+34910000000 ", output);
    }

    [Fact]
    public async Task Notify_SaysWhoIsToldOrWhyNobodyIs()
    {
        var (code, _, error) = await CallAsync("notify", "critical", "We move at 13:00.");
        Assert.Equal(1, code);
        Assert.Contains("no channel", error, StringComparison.Ordinal);
        _host.Desk.SetUp("slack", "email");
        Assert.Matches(@"^[0-9a-f]{32}: It goes out by slack, email; [^.]+\.\s*$", (await CallAsync("notify", "critical", "We move at 13:00.")).Output);
    }

    private static (int Code, string Output) Trimmed((int Code, string Output, string Error) ended) => (ended.Code, ended.Output.Trim());

    private void Call()
    {
        var contacts = _host.Settings.Current.Contacts;
        contacts.People["ana"] = new PersonOptions { Name = "Ana", Phone = "+34600000001", Roles = ["operations"] };
        contacts.People["luis"] = new PersonOptions { Name = "Luis" };
        contacts.OnCall["2026-01-05"] = new OnCallOptions { Person = "ana", Deputy = "luis" };
        contacts.Hotlines["data-centre"] = new HotlineOptions { Phone = "+34910000000", Note = "contract 42" };
    }

    private string Open()
    {
        _host.Desk.Enter(HealthLevel.Critical, "database");
        return _host.Desk.Desk.Incidents.Open!.Id;
    }

    private Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments) =>
        GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "ops-key-12")], [.. arguments, "--url", _host.Url.ToString()]);
}
