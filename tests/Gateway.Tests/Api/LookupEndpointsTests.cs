using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Api;

public sealed class LookupEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Message_EachState_HasItsWord()
    {
        var messages = await _host.StoreAsync(5);
        _host.Store.Settle(new Settlement(SettlementKind.Complete, messages[1]));
        _host.Store.Settle(new Settlement(SettlementKind.Park, messages[2], "why"));
        _host.Store.Settle(new Settlement(SettlementKind.Expire, messages[3], "late"));
        messages[4].Due = TimeProvider.System.GetUtcNow().AddHours(1);
        _host.Store.Settle(new Settlement(SettlementKind.Retry, messages[4]));
        await _host.Store.FlushAsync(CancellationToken.None);

        var states = new List<string?>();
        foreach (var message in messages)
        {
            states.Add((await _host.CallAsync("GET", $"/api/messages/{message.Id}")).Body.GetProperty("state").GetString());
        }

        Assert.Equal(["queued", "delivered", "dead", "expired", "queued"], states);
    }

    [Fact]
    public async Task Message_Unknown_Is404()
    {
        Assert.Equal(404, (await _host.CallAsync("GET", "/api/messages/01JD0000000000000000000001")).Status);
        Assert.Equal(400, (await _host.CallAsync("GET", "/api/messages/1")).Status);
    }

    [Fact]
    public async Task History_Pages_AreNewestFirst()
    {
        var messages = await _host.StoreAsync(5);
        var (_, first) = await _host.CallAsync("GET", "/api/messages?conversation=meta:1:%2B34600&limit=2");
        var (_, second) = await _host.CallAsync("GET", "/api/messages?conversation=meta:1:%2B34600&limit=3&before=" + first.GetProperty("next").GetString());

        var ids = new[] { first, second }.SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("id").GetString());
        Assert.Equal(messages.Reverse().Select(m => m.Id.ToString()), ids);
        Assert.Null(second.GetProperty("next").GetString());
    }

    [Fact]
    public async Task History_NoConversation_NamesTheField()
    {
        var (status, body) = await _host.CallAsync("GET", "/api/messages");
        Assert.Equal((400, "conversation"), (status, body.GetProperty("details")[0].GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("/api/queue/metrics")]
    [InlineData("/api/whatsapp/queue/metrics")]
    [InlineData("/queue/metrics")]
    public async Task Metrics_CountEverything(string path)
    {
        var messages = await _host.StoreAsync(4);
        await _host.ParkAsync(1);
        _host.Store.Settle(new Settlement(SettlementKind.Complete, messages[0]));
        await _host.Store.FlushAsync(CancellationToken.None);

        var (_, body) = await _host.CallAsync("GET", path);
        Assert.Equal("""{"waiting":2,"active":1,"completed":1,"failed":0,"delayed":0,"dlq":1,"paused":0}""", body.GetRawText());
    }

    [Fact]
    public async Task Status_ShowsTheGatewayWithoutSecrets()
    {
        await _host.StoreAsync(2);
        var (status, body) = await _host.CallAsync("GET", "/admin/status");

        Assert.Equal(200, status);
        Assert.Equal("HEALTHY", body.GetProperty("level").GetString());
        Assert.Equal(2, body.GetProperty("events").GetProperty("waiting").GetInt64());
        Assert.Equal(0, body.GetProperty("events").GetProperty("gap").GetInt64());
        Assert.Equal(1, body.GetProperty("settings").GetProperty("version").GetInt64());
        Assert.Equal(["bird-mx", "evo-1", "main"], body.GetProperty("numbers").EnumerateArray().Select(n => n.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.All(body.GetProperty("numbers").EnumerateArray(), number => Assert.Equal("usable", number.GetProperty("status").GetString()));
        Assert.DoesNotContain("app-secret", body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_EachCall_IsRecorded()
    {
        await _host.CallAsync("GET", "/admin/status");
        var (_, body) = await _host.CallAsync("GET", "/admin/audit");
        Assert.Equal(["admin.audit", "admin.status"], body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("action").GetString()));
    }
}
