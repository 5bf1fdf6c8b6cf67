using System.Text.Json;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Tests.Api;

/// <summary>Incidents over HTTP.</summary>
public sealed class IncidentEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task List_NewestFirst_AndNoMoreThanAskedFor()
    {
        Assert.Equal(0, (await _host.CallAsync("GET", "/admin/incidents")).Body.GetProperty("items").GetArrayLength());
        _host.Desk.Enter(HealthLevel.Degraded, "cache");
        _host.Desk.Enter(HealthLevel.Healthy);
        _host.Desk.Enter(HealthLevel.Critical, "database");
        var items = (await _host.CallAsync("GET", "/admin/incidents")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["CRITICAL high open", "DEGRADED medium closed"], items.Select(item => $"{Text(item, "level")} {Text(item, "severity")} {Text(item, "state")}"));
        Assert.Contains("database", Text(items[0], "title"), StringComparison.Ordinal);
        Assert.Equal(1, (await _host.CallAsync("GET", "/admin/incidents?limit=1")).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Show_HasTheTimelineAndWhomToCallNow()
    {
        var contacts = _host.Settings.Current.Contacts;
        contacts.People["ana"] = new PersonOptions { Name = "Ana", Phone = "+34600000001" };
        contacts.People["luis"] = new PersonOptions { Name = "Luis" };
        contacts.OnCall["2026-01-05"] = new OnCallOptions { Person = "luis" };
        var id = Open();
        var (status, whole) = await _host.CallAsync("GET", "/admin/incidents/" + id);
        Assert.Equal((200, "open", "CRITICAL"), (status, Text(whole, "state"), Text(whole, "levelNow")));
        Assert.Equal("database", whole.GetProperty("components")[0].GetString());
        var entry = Assert.Single(whole.GetProperty("timeline").EnumerateArray());
        Assert.Equal("level", Text(entry, "kind"));
        Assert.StartsWith("The level changed from HEALTHY to CRITICAL", Text(entry, "text"), StringComparison.Ordinal);
        Assert.Equal("luis", Text(whole.GetProperty("contacts").GetProperty("onCall"), "person"));
        Assert.Equal([("luis", null), ("ana", "+34600000001")], whole.GetProperty("contacts").GetProperty("people").EnumerateArray().Select(person => (Text(person, "id")!, Text(person, "phone"))));
    }

    [Fact]
    public async Task AckMarkClose_AreNotedWithWhoDidThem()
    {
        var id = Open();
        var (_, taken) = await _host.CallAsync("POST", $"/admin/incidents/{id}/ack", """{"by":"Ana"}""");
        Assert.Equal(("acknowledged", "Ana", "Ana looks after it."), (Text(taken.GetProperty("incident"), "state"), Text(taken.GetProperty("incident"), "acknowledgedBy"), Text(taken, "message")));
        Assert.Equal("Ana looks after it already.", Text((await _host.CallAsync("POST", $"/admin/incidents/{id}/ack", """{"by":"Luis"}""")).Body, "message"));
        await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"investigating"}""");
        await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"cause","note":"The disk was full."}""");
        await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"fixed","note":"More disk.","by":"Ana"}""");
        var (_, closed) = await _host.CallAsync("POST", $"/admin/incidents/{id}/close");
        Assert.Equal(("closed", "ops"), (Text(closed.GetProperty("incident"), "state"), Text(closed.GetProperty("incident"), "closedBy")));
        Assert.Equal("It was closed by ops already.", Text((await _host.CallAsync("POST", $"/admin/incidents/{id}/close")).Body, "message"));

        var (_, whole) = await _host.CallAsync("GET", "/admin/incidents/" + id);
        Assert.Equal(("The disk was full.", "More disk."), (Text(whole, "cause"), Text(whole, "resolution")));
        Assert.Equal(
            ["Ana: Acknowledged", "ops: The cause is looked for", "ops: The cause is found: The disk was full.", "Ana: It is fixed: More disk.", "ops: Closed"],
            whole.GetProperty("timeline").EnumerateArray().Where(entry => Text(entry, "kind") == "hand").Select(entry => $"{Text(entry, "by")}: {Text(entry, "text")}"));
    }

    [Fact]
    public async Task ClosedOne_CannotBeTaken_ButItsCauseCanBeNoted()
    {
        var id = Open();
        await _host.CallAsync("POST", $"/admin/incidents/{id}/close", """{"by":"Ana"}""");
        var (status, refused) = await _host.CallAsync("POST", $"/admin/incidents/{id}/ack");
        Assert.Equal((409, "not_possible"), (status, Text(refused, "error")));
        Assert.Contains("closed by Ana", Text(refused, "message"), StringComparison.Ordinal);
        Assert.Equal(200, (await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"cause","note":"a cable"}""")).Status);
    }

    [Fact]
    public async Task Ack_IsOnDiskBeforeTheAnswer_OrTheAnswerSaysThatItIsNot()
    {
        var id = Open();
        using var release = new ManualResetEventSlim();
        _host.Desk.Records.Calling = () => release.Wait(CancellationToken.None);
        var (status, taken) = await _host.CallAsync("POST", $"/admin/incidents/{id}/ack", """{"by":"Ana"}""");
        Assert.Equal((200, false), (status, taken.GetProperty("saved").GetBoolean()));
        Assert.Contains("could not be saved yet", Text(taken, "message"), StringComparison.Ordinal);
        release.Set();
        Assert.True((await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"investigating"}""")).Body.GetProperty("saved").GetBoolean());
        Assert.Contains("\"acknowledgedBy\":\"Ana\"", (await _host.Desk.Records.FindAsync("incident", id, CancellationToken.None))!.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_IsMarkdown()
    {
        var id = Open();
        await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"cause","note":"The disk was full."}""");
        using var answer = await _host.SendAsync("GET", $"/admin/incidents/{id}/report");
        Assert.Equal((200, "text/markdown", "utf-8"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.CharSet));
        var report = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith($"# Incident {id}: ", report, StringComparison.Ordinal);
        Assert.Contains("\n## Timeline\n", report, StringComparison.Ordinal);
        Assert.Contains("\n## Root cause\n\nThe disk was full.\n", report, StringComparison.Ordinal);
        Assert.Contains("_to fill in_", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_CutAsLongAsItIsTheOnlyOne_IsFound()
    {
        var id = Open();
        Assert.Equal(id, Text((await _host.CallAsync("GET", "/admin/incidents/" + id[..12])).Body, "id"));
        await _host.CallAsync("POST", $"/admin/incidents/{id[..12]}/ack");
        Assert.Equal($"incidents.ack {id} done", Audit()[0]);
    }

    [Theory]
    [InlineData("GET", ""), InlineData("GET", "/report"), InlineData("POST", "/ack"), InlineData("POST", "/close"), InlineData("POST", "/mark")]
    public async Task UnknownOne_Is404WithASentenceAndRecorded(string method, string action)
    {
        Open();
        var (status, body) = await _host.CallAsync(method, "/admin/incidents/20200101-nope%0Ax" + action, action == "/mark" ? """{"mark":"fixed"}""" : null);
        Assert.Equal((404, "unknown_incident"), (status, Text(body, "error")));
        Assert.Contains("GET /admin/incidents lists them", Text(body, "message"), StringComparison.Ordinal);
        Assert.EndsWith("20200101-nope x unknown", Assert.Single(Audit()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongInput_NamesEveryFieldAtOnceAndDoesNothing()
    {
        var id = Open();
        var (status, body) = await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", $$"""{"mark":"done","note":"{{new string('x', 4001)}}","by":"two\nlines","why":1}""");
        Assert.Equal(400, status);
        Assert.Equal(["by", "mark", "note", "why"], body.GetProperty("details").EnumerateArray().Select(problem => Text(problem, "field")).Order(StringComparer.Ordinal));
        Assert.Equal("mark", Text((await _host.CallAsync("POST", $"/admin/incidents/{id}/mark")).Body.GetProperty("details")[0], "field"));
        Assert.Equal(400, (await _host.CallAsync("POST", $"/admin/incidents/{id}/ack", """{"by":7}""")).Status);
        Assert.Equal(400, (await _host.CallAsync("POST", $"/admin/incidents/{id}/close", "[]")).Status);
        Assert.Equal(400, (await _host.CallAsync("GET", "/admin/incidents?limit=0")).Status);
        Assert.Equal("open", Text((await _host.CallAsync("GET", "/admin/incidents/" + id)).Body, "state"));
    }

    [Fact]
    public async Task Calls_EachIsRecorded()
    {
        var id = Open();
        await _host.CallAsync("GET", "/admin/incidents");
        await _host.CallAsync("GET", "/admin/incidents/" + id);
        await _host.CallAsync("POST", $"/admin/incidents/{id}/ack", """{"note":"kept out of the record"}""");
        await _host.CallAsync("POST", $"/admin/incidents/{id}/ack");
        await _host.CallAsync("POST", $"/admin/incidents/{id}/mark", """{"mark":"fixed"}""");
        await _host.CallAsync("POST", $"/admin/incidents/{id}/close");
        using var report = await _host.SendAsync("GET", $"/admin/incidents/{id}/report");
        Assert.Equal(
            ["incidents  done", $"incidents.show {id} done", $"incidents.ack {id} done", $"incidents.ack {id} nothing-to-do", $"incidents.mark {id} done", $"incidents.close {id} done", $"incidents.report {id} done"],
            Audit().AsEnumerable().Reverse());
    }

    private static string? Text(JsonElement item, string field) => item.GetProperty(field).GetString();

    private string Open()
    {
        _host.Desk.Enter(HealthLevel.Critical, "database");
        return _host.Desk.Desk.Incidents.Open!.Id;
    }

    private List<string> Audit() => [.. _host.Store.ReadAudit(20).Select(entry => $"{entry.Action} {entry.Target} {entry.Result}")];
}
