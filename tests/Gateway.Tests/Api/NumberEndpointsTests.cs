using System.Text.Json;

namespace Relevo.Gateway.Tests.Api;

/// <summary>The pool over HTTP: what it shows, and what operators do to it.</summary>
public sealed class NumberEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task List_ShowsEveryNumberWithoutSecrets()
    {
        var (status, body) = await _host.CallAsync("GET", "/api/numbers", key: "read-key-1");
        Assert.Equal(200, status);
        var numbers = body.GetProperty("items").EnumerateArray().ToDictionary(n => n.GetProperty("name").GetString()!);
        Assert.Equal(["bird-mx", "evo-1", "main"], numbers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("meta", "primary", "usable", 3), (Word(numbers["main"], "provider"), Word(numbers["main"], "role"), Word(numbers["main"], "status"), numbers["main"].GetProperty("weight").GetInt32()));
        Assert.Equal(("backup", "default"), (Word(numbers["evo-1"], "role"), Word(numbers["evo-1"], "application")));
        Assert.DoesNotContain("app-secret", body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("EAAG", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DrainResume_ShowsAndIsRecorded()
    {
        var (_, drained) = await _host.CallAsync("POST", "/admin/numbers/main/drain");
        Assert.Equal(("draining", true), (Word(Only(drained), "status"), Only(drained).GetProperty("drainedByHand").GetBoolean()));
        var (_, resumed) = await _host.CallAsync("POST", "/admin/numbers/main/resume");
        Assert.False(Only(resumed).GetProperty("drainedByHand").GetBoolean());
        Assert.Equal(
            ["ops numbers.resume main done", "ops numbers.drain main done"],
            _host.Store.ReadAudit(10).Select(entry => $"{entry.Actor} {entry.Action} {entry.Target} {entry.Result}"));
    }

    [Fact]
    public async Task Activate_OneOrAll_AreUsedLikePrimaries()
    {
        var (_, one) = await _host.CallAsync("POST", "/admin/numbers/evo-1/activate");
        Assert.True(Only(one).GetProperty("activatedByHand").GetBoolean());
        var (status, all) = await _host.CallAsync("POST", "/admin/activate-backup");
        Assert.Equal((200, 3), (status, all.GetProperty("items").GetArrayLength()));
        Assert.Equal(200, (await _host.CallAsync("POST", "/admin/activate-backup?off=1")).Status);
        Assert.Equal(["activate-backup.off", "activate-backup", "numbers.activate"], _host.Store.ReadAudit(10).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Activate_APrimary_IsRefusedAndSaysWhy()
    {
        var (status, body) = await _host.CallAsync("POST", "/admin/numbers/main/activate");
        Assert.Equal((409, "not_possible"), (status, Word(body, "error")));
        Assert.Contains("main is a primary already", Word(body, "message"), StringComparison.Ordinal);
        Assert.Equal("numbers.activate main refused", Assert.Single(_host.Store.ReadAudit(10).Select(entry => $"{entry.Action} {entry.Target} {entry.Result}")));
    }

    [Fact]
    public async Task Weight_WithinBounds_IsShown()
    {
        foreach (var weight in (int[])[0, 1000, 7])
        {
            var (_, body) = await _host.CallAsync("POST", "/admin/numbers/main/weight", $"{{\"weight\":{weight}}}");
            Assert.Equal(weight, Only(body).GetProperty("weight").GetInt32());
        }
    }

    [Theory, InlineData("{}"), InlineData("{\"weight\":-1}"), InlineData("{\"weight\":1001}"), InlineData("{\"weight\":1.5}"), InlineData("{\"weight\":\"3\"}"), InlineData("{\"weight\":null}"), InlineData("{\"weight\":1,\"role\":\"primary\"}")]
    public async Task Weight_AnythingElse_Is400(string body) => Assert.Equal(400, (await _host.CallAsync("POST", "/admin/numbers/main/weight", body)).Status);

    [Theory, InlineData("drain"), InlineData("resume"), InlineData("activate"), InlineData("weight")]
    public async Task Actions_OnNoNumber_Are404(string action)
    {
        var (status, body) = await _host.CallAsync("POST", "/admin/numbers/nobody/" + action, "{\"weight\":1}");
        Assert.Equal((404, "unknown_number"), (status, Word(body, "error")));
        Assert.Empty(_host.Store.ReadAudit(10));
    }

    private static JsonElement Only(JsonElement answer) => Assert.Single(answer.GetProperty("items").EnumerateArray());

    private static string? Word(JsonElement item, string field) => item.GetProperty(field).GetString();
}
