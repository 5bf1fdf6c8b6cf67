using System.Text.Json;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Api;

/// <summary>What operators do to the gateway: playbooks, workers, restarts, backups; and how the level changed.</summary>
public sealed class OperatingEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public static TheoryData<string, string> Calls() => new()
    {
        { "GET", "/admin/incidents" }, { "GET", "/admin/incidents/1" }, { "POST", "/admin/incidents/1/ack" }, { "POST", "/admin/incidents/1/mark" }, { "POST", "/admin/incidents/1/close" }, { "GET", "/admin/incidents/1/report" },
        { "GET", "/admin/contacts" }, { "POST", "/admin/notify" }, { "GET", "/admin/notices" }, { "POST", "/admin/emergency" }, { "GET", "/admin/playbooks" }, { "GET", "/admin/playbooks/1" },
        { "POST", "/admin/scale-up" }, { "POST", "/admin/restart-services" }, { "GET", "/admin/levels" }, { "POST", "/admin/activate-backup" },
    };

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory, MemberData(nameof(Calls))]
    public async Task Calls_WithoutTheRole_AreRefusedAndDoNothing(string method, string path)
    {
        Assert.Equal(401, (await _host.CallAsync(method, path, key: null)).Status);
        Assert.Equal(403, (await _host.CallAsync(method, path, key: "read-key-1")).Status);
        Assert.Equal(403, (await _host.CallAsync(method, path, key: "send-key-1")).Status);
        Assert.All(_host.Store.ReadAudit(10), entry => Assert.Equal(("refused", "forbidden"), (entry.Action, entry.Result)));
    }

    [Fact]
    public async Task Emergency_RunsThePlaybook_AndIsJoinedMeanwhile()
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Desk.Hold = hold.Task;
        var (status, first) = await _host.CallAsync("POST", "/admin/emergency", """{"reason":"the data centre burns"}""");
        Assert.Equal((200, "accepted", true), (status, Text(first, "answer"), first.GetProperty("success").GetBoolean()));
        Assert.Contains("maintenance off", Text(first, "message"), StringComparison.Ordinal);
        await _host.AwaitAsync("/admin/playbooks", body => body.GetProperty("items").GetArrayLength() == 1);
        Assert.Equal("joined", Text((await _host.CallAsync("POST", "/admin/emergency")).Body, "answer"));

        hold.SetResult();
        var runs = await _host.AwaitAsync("/admin/playbooks", body => Text(body.GetProperty("items")[0], "state") is not "running");
        var run = Assert.Single(runs.GetProperty("items").EnumerateArray());
        Assert.Equal(("EMERGENCY", true), (Text(run, "level"), run.GetProperty("byHand").GetBoolean()));
        Assert.Equal("the data centre burns", run.GetProperty("reasons")[0].GetString());
        Assert.All(run.GetProperty("steps").EnumerateArray(), step => Assert.Equal("done", Text(step, "state")));
        Assert.Equal("snapshot", Text(run.GetProperty("steps")[0], "action"));
        Assert.Equal(run.GetRawText(), (await _host.CallAsync("GET", "/admin/playbooks/" + Text(run, "id"))).Body.GetRawText());
        Assert.Equal(["emergency accepted", "emergency joined"], Audit().FindAll(entry => entry.StartsWith("emergency", StringComparison.Ordinal)).AsEnumerable().Reverse().Select(entry => entry.Replace("  ", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Emergency_NoPlaybookForIt_SaysSo()
    {
        _host.Settings.Current.Playbooks.Emergency.Steps = [];
        var (status, body) = await _host.CallAsync("POST", "/admin/emergency");
        Assert.Equal((200, false, "ignored"), (status, body.GetProperty("success").GetBoolean(), Text(body, "answer")));
        Assert.Contains("Playbooks:Emergency:Steps", Text(body, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Playbook_Unknown_Is404()
    {
        var (status, body) = await _host.CallAsync("GET", "/admin/playbooks/nothing");
        Assert.Equal((404, "unknown_run"), (status, Text(body, "error")));
        Assert.Equal("playbooks.show nothing unknown", Audit()[0]);
    }

    [Fact]
    public async Task ScaleUp_AddsWorkersUntilTomorrow_AndTakesThemBack()
    {
        var (_, usual) = await _host.CallAsync("POST", "/admin/scale-up");
        Assert.Equal((20, 276, 532), (usual.GetProperty("asked").GetInt32(), Workers(usual), Queue(usual, "send").GetProperty("workers").GetInt32()));
        var (_, more) = await _host.CallAsync("POST", "/admin/scale-up", """{"workers":44}""");
        Assert.Equal((44, 300, false), (more.GetProperty("asked").GetInt32(), Workers(more), Queue(more, "app:default").GetProperty("cut").GetBoolean()));
        Assert.InRange(more.GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        var (_, back) = await _host.CallAsync("POST", "/admin/scale-up", """{"workers":0}""");
        Assert.Equal((0, 256, JsonValueKind.Null), (back.GetProperty("asked").GetInt32(), Workers(back), back.GetProperty("until").ValueKind));
        Assert.Equal(["scale-up 20 done", "scale-up 44 done", "scale-up 0 done"], Audit().AsEnumerable().Reverse());
    }

    [Fact]
    public async Task ScaleUp_WhileOthersAsk_AnswersWithItsOwnFigure()
    {
        var (saving, isHeld) = (new TaskCompletionSource<bool>(), new TaskCompletionSource());
        _host.Remembered = () =>
        {
            _host.Remembered = static () => Task.FromResult(true);
            isHeld.SetResult();
            return saving.Task;
        };
        var first = _host.CallAsync("POST", "/admin/scale-up", """{"workers":44}""");
        await isHeld.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var (_, second) = await _host.CallAsync("POST", "/admin/scale-up", """{"workers":7}""");
        Assert.Equal((7, 263), (second.GetProperty("asked").GetInt32(), Workers(second)));
        saving.SetResult(true);
        var (_, answer) = await first;
        Assert.Equal((44, 300), (answer.GetProperty("asked").GetInt32(), Workers(answer)));
        Assert.Contains("44", Text(answer, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScaleUp_BeyondTheBound_SaysWhatCutIt()
    {
        _host.Settings.Current.Scaling.MaxWorkers = 300; // fewer than the sends have anyway, which nobody takes away
        var (_, body) = await _host.CallAsync("POST", "/admin/scale-up", """{"workers":100}""");
        Assert.Equal((300, 300, true), (Workers(body), body.GetProperty("maxWorkers").GetInt32(), Queue(body, "app:default").GetProperty("cut").GetBoolean()));
        Assert.Contains("The bound of 300 workers (Scaling:MaxWorkers) leaves fewer than asked for to app:default, send.", Text(body, "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/scale-up", """{"workers":-1}""", "workers")]
    [InlineData("/admin/scale-up", """{"workers":100001,"for":1}""", "for workers")]
    [InlineData("/admin/scale-up", """{"workers":1.5}""", "workers")]
    [InlineData("/admin/scale-up", """{"workers":"20"}""", "workers")]
    [InlineData("/admin/emergency", """{"reason":"two\nlines","level":"x"}""", "level reason")]
    [InlineData("/admin/emergency", """{"reason":""}""", "reason")]
    [InlineData("/admin/restart-services", """{"component":7,"all":true}""", "all component")]
    [InlineData("/admin/restart-services", "nonsense", "body")]
    public async Task WrongInput_NamesEveryFieldAndDoesNothing(string path, string body, string fields)
    {
        var (status, answer) = await _host.CallAsync("POST", path, body);
        Assert.Equal((400, fields), (status, string.Join(' ', answer.GetProperty("details").EnumerateArray().Select(problem => Text(problem, "field")).Order(StringComparer.Ordinal))));
        Assert.Equal(0, _host.Desk.Desk.Scale.State.AskedWorkers);
        Assert.Empty(_host.Store.ReadAudit(10));
    }

    [Theory, InlineData("/admin/playbooks"), InlineData("/admin/levels"), InlineData("/admin/notices")]
    public async Task Limit_OutOfBounds_Is400(string path) => Assert.Equal(400, (await _host.CallAsync("GET", path + "?limit=501")).Status);

    [Fact]
    public async Task Restart_OneAllOrUnknown_SaysWhatWasDone()
    {
        var (_, one) = await _host.CallAsync("POST", "/admin/restart-services", """{"component":"queue"}""");
        Assert.Equal((true, "queue was begun anew"), (one.GetProperty("success").GetBoolean(), Text(Only(one), "done")));

        var (status, all) = await _host.CallAsync("POST", "/admin/restart-services");
        Assert.Equal((200, false), (status, all.GetProperty("success").GetBoolean()));
        Assert.Equal(["queue true", "cache false", "database true"], all.GetProperty("items").EnumerateArray().Select(item => $"{Text(item, "component")} {item.GetProperty("succeeded").GetRawText()}"));
        Assert.Contains("failed with InvalidOperationException", all.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("a secret of the part", all.GetRawText(), StringComparison.Ordinal);

        var (missing, body) = await _host.CallAsync("POST", "/admin/restart-services", """{"component":"nothing"}""");
        Assert.Equal((404, "unknown_component"), (missing, Text(body, "error")));
        Assert.Contains("queue, cache, database", Text(body, "message"), StringComparison.Ordinal);
        Assert.Equal(["restart-services queue done", "restart-services all failed", "restart-services nothing unknown"], Audit().AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Levels_NewestFirst_AlsoThoseThatWereSaved()
    {
        _host.Desk.Enter(HealthLevel.Critical, "database");
        _host.Desk.Enter(HealthLevel.Healthy);
        var levels = (await _host.AwaitAsync("/admin/levels?limit=10", body => body.GetProperty("items").GetArrayLength() == 2)).GetProperty("items").EnumerateArray().ToList();
        Assert.Contains("HEALTHY CRITICAL", levels.Select(level => $"{Text(level, "from")} {Text(level, "to")}"));
        Assert.Contains(levels, level => Text(level, "reasons")!.Contains("database", StringComparison.Ordinal));
        Assert.Contains("levels  done", Audit());
    }

    [Fact]
    public async Task Levels_RecordsThatCannotBeRead_Are503()
    {
        await _host.Desk.Records.DisposeAsync();
        using var refused = await _host.SendAsync("GET", "/admin/levels");
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal("1", Assert.Single(refused.Headers.GetValues("Retry-After")));
        Assert.Contains("What was recorded cannot be read now", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (await _host.CallAsync("GET", "/admin/playbooks")).Status);
    }

    [Fact]
    public async Task ActivateBackup_SwitchesNumbersAndAddressesTogether()
    {
        _host.Settings.Current.Applications["default"].BackupUrls.Add("http://127.0.0.1:9001/events");
        var (_, on) = await _host.CallAsync("POST", "/admin/activate-backup");
        Assert.Equal((true, "default"), (on.GetProperty("applicationsActive").GetBoolean(), on.GetProperty("applications")[0].GetString()));
        Assert.Equal("Backup numbers are used like primaries: evo-1; backup addresses come first: default.", Text(on, "message"));
        Assert.True(_host.Desk.Addresses.AreActive);
        Assert.True(Number(on, "evo-1").GetProperty("activatedByHand").GetBoolean());

        var (_, off) = await _host.CallAsync("POST", "/admin/activate-backup?off");
        Assert.Equal((false, "Backups are backups."), (off.GetProperty("applicationsActive").GetBoolean(), Text(off, "message")));
        Assert.False(_host.Desk.Addresses.AreActive);
        Assert.False(Number(off, "evo-1").GetProperty("activatedByHand").GetBoolean());
    }

    private static JsonElement Number(JsonElement answer, string name) => answer.GetProperty("items").EnumerateArray().Single(number => Text(number, "name") == name);

    private static JsonElement Only(JsonElement answer) => Assert.Single(answer.GetProperty("items").EnumerateArray());

    private static JsonElement Queue(JsonElement scale, string name) => scale.GetProperty("items").EnumerateArray().Single(queue => Text(queue, "queue") == name);

    private static int Workers(JsonElement scale) => Queue(scale, "app:default").GetProperty("workers").GetInt32();

    private static string? Text(JsonElement item, string field) => item.GetProperty(field).GetString();

    private List<string> Audit() => [.. _host.Store.ReadAudit(50).Select(entry => $"{entry.Action} {entry.Target} {entry.Result}")];
}
