using System.Text.Json;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Api;

public sealed class DeadLetterEndpointsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task List_MoreThanAPage_GivesEachOnceOldestFirst()
    {
        var parked = await _host.ParkAsync(7);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var (status, page) = await _host.CallAsync("GET", "/api/deadletters?limit=3" + (after is null ? "" : "&after=" + after));
            Assert.Equal(200, status);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(parked.Select(p => p.ToString()), seen);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=501", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?after=xyz", "after")]
    [InlineData("?limit=1&limit=2", "limit")]
    public async Task List_WrongQuery_NamesTheField(string query, string field)
    {
        var (status, body) = await _host.CallAsync("GET", "/api/deadletters" + query);
        Assert.Equal((400, field), (status, body.GetProperty("details")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Show_Parked_HoldsReasonAndContent()
    {
        var id = (await _host.ParkAsync(1))[0];
        var (_, letter) = await _host.CallAsync("GET", $"/api/deadletters/{id}");
        Assert.Equal("the application refused it", letter.GetProperty("reason").GetString());
        Assert.Equal("422", letter.GetProperty("answer").GetString());
        Assert.Equal("default", letter.GetProperty("application").GetString());
        Assert.Equal("número 0", letter.GetProperty("content").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Show_NotParked_Is404()
    {
        var message = (await _host.StoreAsync(1))[0];
        Assert.Equal(404, (await _host.CallAsync("GET", $"/api/deadletters/{message.Id}")).Status);
        Assert.Equal(400, (await _host.CallAsync("GET", "/api/deadletters/nonsense")).Status);
    }

    [Fact]
    public async Task Retry_SomeIds_PutsThemBackAndNamesTheOthers()
    {
        var parked = await _host.ParkAsync(3);
        var body = JsonSerializer.Serialize(new { ids = new[] { parked[0].ToString(), parked[2].ToString(), "01JD0000000000000000000001" } });
        var (status, answer) = await _host.CallAsync("POST", "/api/deadletters/retry", body);

        Assert.Equal(200, status);
        Assert.Equal(2, answer.GetProperty("retried").GetInt32());
        Assert.Equal("01JD0000000000000000000001", answer.GetProperty("notFound")[0].GetString());
        Assert.NotEqual(parked[0].ToString(), answer.GetProperty("items")[0].GetProperty("newId").GetString());
        Assert.Equal(1, _host.Store.Count(sends: false).Parked);
        Assert.Equal(["deadletters.retry", "deadletters.retry"], Audit().Select(a => a.Action));
        Assert.All(Audit(), entry => Assert.Equal("ops", entry.Actor));
    }

    [Fact]
    public async Task Retry_All_KeepsTheOrderOfAConversation()
    {
        var parked = await _host.ParkAsync(150);
        var (_, answer) = await _host.CallAsync("POST", "/api/deadletters/retry", "{\"all\":true}");

        Assert.Equal((150, 0L), (answer.GetProperty("retried").GetInt32(), answer.GetProperty("remaining").GetInt64()));
        var history = _host.Store.History("meta:1:+34600", null, 150).Reverse().Select(r => JsonDocument.Parse(r.Payload).RootElement.GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(0, parked.Count).Select(i => $"número {i}"), history);
    }

    [Fact]
    public async Task List_Send_ShowsWhatWasTriedAndThatItsOutcomeIsUnknown()
    {
        await _host.ParkAsync(1);
        await _host.ParkUnknownAsync();
        var (_, page) = await _host.CallAsync("GET", "/api/deadletters");
        var letters = page.GetProperty("items").EnumerateArray().Select(l => (l.GetProperty("attempts").GetInt32(), l.GetProperty("answer").GetString(), l.GetProperty("unknownOutcome").GetBoolean()));
        Assert.Equal([(0, "422", false), (1, "timeout", true)], letters);
    }

    [Fact]
    public async Task Retry_All_LeavesUnknownOutcomesOutUnlessAsked()
    {
        await _host.ParkAsync(2);
        var unknown = await _host.ParkUnknownAsync();
        var (_, answer) = await _host.CallAsync("POST", "/api/deadletters/retry", "{\"all\":true}");
        Assert.Equal((2, 1, 2), (answer.GetProperty("retried").GetInt32(), answer.GetProperty("leftOut").GetInt32(), answer.GetProperty("items").GetArrayLength()));
        Assert.Equal(MessageState.Parked, _host.Store.Find(unknown)!.State);

        (_, answer) = await _host.CallAsync("POST", "/api/deadletters/retry", "{\"all\":true,\"includeUnknown\":true}");
        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal((unknown.ToString(), true), (item.GetProperty("id").GetString(), item.GetProperty("unknownOutcome").GetBoolean()));
        Assert.Equal(MessageState.Retried, _host.Store.Find(unknown)!.State);
    }

    [Fact]
    public async Task Drop_SomeIds_TakesThemOutAndRecordsIt()
    {
        var parked = await _host.ParkAsync(2);
        var (_, answer) = await _host.CallAsync("POST", "/api/deadletters/drop", $$"""{"ids":["{{parked[1]}}"]}""");

        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal((1L, 1L), (_host.Store.Count(sends: false).Parked, _host.Store.Count(sends: false).Dropped));
        Assert.Equal("deadletters.drop", Assert.Single(Audit()).Action);
    }

    private IReadOnlyList<AuditEntry> Audit() => _host.Store.ReadAudit(100);
}
