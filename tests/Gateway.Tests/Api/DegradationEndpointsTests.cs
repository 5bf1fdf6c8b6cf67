namespace Relevo.Gateway.Tests.Api;

/// <summary>Restricting by hand through the API.</summary>
public sealed class DegradationEndpointsTests : IAsyncLifetime
{
    private const string Send = """{"recipientPhone":"34600000000","messageType":"text","content":"hola"}""";
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Set_OnAndAuto_ShowsWhatIsInForceAndWhoSetIt()
    {
        var (status, set) = await _host.CallAsync("POST", "/admin/degradation", """{"set":"on","level":"critical"}""");
        Assert.Equal((200, "CRITICAL", 50, 1800, "priority"), (status, set.GetProperty("level").GetString(), set.GetProperty("ratePercent").GetInt32(), set.GetProperty("cacheSeconds").GetInt32(), set.GetProperty("mode").GetString()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", set.GetProperty("byHand").GetProperty("until").GetString());
        Assert.Equal(("CRITICAL", "ops"), (set.GetProperty("byHand").GetProperty("level").GetString(), set.GetProperty("byHand").GetProperty("by").GetString()));

        var (_, shown) = await _host.CallAsync("GET", "/admin/degradation");
        Assert.True(set.GetProperty("saved").GetBoolean());
        Assert.Equal(set.GetRawText().Replace("\"saved\":true", "\"saved\":null", StringComparison.Ordinal), shown.GetRawText());
        var (_, lifted) = await _host.CallAsync("POST", "/admin/degradation", """{"set":"off"}""");
        Assert.Equal((100, "normal"), (lifted.GetProperty("ratePercent").GetInt32(), lifted.GetProperty("mode").GetString()));
        var (_, auto) = await _host.CallAsync("POST", "/admin/degradation", """{"set":"auto"}""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, auto.GetProperty("byHand").ValueKind);
        var (_, audit) = await _host.CallAsync("GET", "/admin/audit");
        Assert.Contains("degradation.on", audit.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/degradation", "{}", "set")]
    [InlineData("/admin/degradation", """{"set":"maybe"}""", "set")]
    [InlineData("/admin/degradation", """{"set":"on","level":"healthy"}""", "level")]
    [InlineData("/admin/degradation", """{"set":"off","level":"critical"}""", "level")]
    [InlineData("/admin/degradation", """{"set":"on","for":5}""", "for")]
    [InlineData("/admin/maintenance", """{"set":"auto"}""", "set")]
    [InlineData("/admin/maintenance", """{"set":"on","reason":"two\nlines"}""", "reason")]
    [InlineData("/admin/maintenance", """{"set":"on","reason":7}""", "reason")]
    public async Task Set_WrongInput_NamesTheField(string path, string body, string field)
    {
        var (status, answer) = await _host.CallAsync("POST", path, body);
        Assert.Equal((400, field), (status, answer.GetProperty("details")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Maintenance_On_RefusesNewSendsAndSaysWhenToComeAgain()
    {
        await _host.CallAsync("POST", "/admin/maintenance", """{"set":"on","reason":"we move"}""");
        foreach (var path in (string[])["/api/queue/add", "/api/queue/bulk", "/api/queue/schedule"])
        {
            using var refused = await _host.SendAsync("POST", path, Send);
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.Equal("60", Assert.Single(refused.Headers.GetValues("Retry-After")));
            var text = await refused.Content.ReadAsStringAsync();
            Assert.Contains("\"maintenance\"", text, StringComparison.Ordinal);
            Assert.Contains("we move", text, StringComparison.Ordinal);
        }

        await _host.CallAsync("POST", "/admin/maintenance", """{"set":"off"}""");
        Assert.NotEqual(503, (await _host.CallAsync("POST", "/api/queue/add", Send)).Status);
        Assert.Equal(10, (await _host.CallAsync("GET", "/admin/degradation")).Body.GetProperty("ratePercent").GetInt32());
    }

    [Theory]
    [InlineData("read-key-1", 403), InlineData(null, 401)]
    public async Task Set_WithoutTheRole_IsRefused(string? key, int expected)
    {
        Assert.Equal(expected, (await _host.CallAsync("POST", "/admin/degradation", """{"set":"on"}""", key)).Status);
        Assert.Null(_host.Degradation.State.ByHand);
        var recorded = _host.Store.ReadAudit(10).Select(entry => $"{entry.Actor} {entry.Action} {entry.Target} {entry.Result}");
        Assert.Equal(key is null ? [] : ["reader refused POST /admin/degradation forbidden"], recorded);
    }
}
