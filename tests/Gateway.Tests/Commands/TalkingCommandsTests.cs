using System.Text.Json;
using Relevo.Gateway.Tests.Api;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Commands;

public sealed class TalkingCommandsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Status_Plain_ShowsCountsAndNumbers()
    {
        await _host.StoreAsync(3);
        var (code, output, error) = await CallAsync("status");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("level HEALTHY", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^events +3 +3 ", output);
        Assert.Matches(@"(?m)^bird-mx +bird +primary +usable +1 +0 % ", output);
        Assert.Contains("in flight", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Json_IsTheAnswer()
    {
        var (code, output, _) = await CallAsync("status", "--json");
        Assert.Equal(0, code);
        Assert.Equal("HEALTHY", JsonDocument.Parse(output).RootElement.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("wrong-key-1", "Send a key")]
    [InlineData("send-key-1", "lacks the role admin")]
    public async Task Status_KeyThatMayNot_Exits1(string key, string sentence)
    {
        var (code, _, error) = await GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", key)], ["status", "--url", _host.Url.ToString()]);
        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEALTHY", "pass", 0)]
    [InlineData("DEGRADED", "fail", 1)]
    public async Task Health_Level_DecidesTheExitCode(string level, string status, int expected)
    {
        _host.Health = $$"""{"status":"{{level.ToLowerInvariant()}}","level":"{{level}}","checks":{"cache":{"status":"{{status}}","message":"the cache is cold","durationMs":1} } }""";
        var (code, output, _) = await GatewayProcess.RunAsync("health", "--url", _host.Url.ToString());
        Assert.Equal(expected, code);
        Assert.Contains($"Level: {level}", output, StringComparison.Ordinal);
        Assert.Equal(status == "fail", output.Contains("Issue: cache: the cache is cold", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("[]")]
    [InlineData("{\"level\":null}")]
    public async Task Health_SomethingElseAnswers_Exits1(string body)
    {
        _host.Health = body;
        var (code, _, error) = await GatewayProcess.RunAsync("health", "--json", "--url", _host.Url.ToString());
        Assert.Equal(1, code);
        Assert.Contains("no Relevo gateway", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetters_ListShowRetryDrop_DoWhatTheySay()
    {
        var ids = await _host.ParkAsync(4);
        var list = await CallAsync("deadletters", "list", "--limit", "2");
        Assert.Contains(ids[0].ToString(), list.Output, StringComparison.Ordinal);
        Assert.Contains($"More follow: --after {ids[1]}", list.Output, StringComparison.Ordinal);

        var show = await CallAsync("deadletters", "show", ids[0].ToString());
        Assert.Equal("número 0", JsonDocument.Parse(show.Output).RootElement.GetProperty("content").GetProperty("text").GetString());

        Assert.Equal(0, (await CallAsync("deadletters", "retry", ids[0].ToString(), ids[1].ToString())).Code);
        Assert.Equal(0, (await CallAsync("deadletters", "drop", ids[2].ToString())).Code);
        Assert.Equal(1, _host.Store.Count(sends: false).Parked);
        Assert.Equal([MessageState.Retried, MessageState.Retried, MessageState.Dropped, MessageState.Parked], ids.Select(id => _host.Store.Find(id)!.State));

        var again = await CallAsync("deadletters", "drop", ids[2].ToString());
        Assert.Equal(1, again.Code);
        Assert.Contains("is not parked", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetters_RetryAll_TakesEveryPage()
    {
        await _host.ParkAsync(450);
        var (code, output, _) = await CallAsync("deadletters", "retry", "--all");
        Assert.Equal(0, code);
        Assert.Contains("450 of 450 went back", output, StringComparison.Ordinal);
        Assert.Equal(0, _host.Store.Count(sends: false).Parked);

        var none = await CallAsync("deadletters", "retry", "--all", "--json");
        Assert.Equal(0, JsonDocument.Parse(none.Output).RootElement.GetProperty("retried").GetInt32());
    }

    [Fact]
    public async Task DeadLetters_RetryAll_LeavesUnknownOutcomesOutAndPrintsNewIds()
    {
        var parked = await _host.ParkAsync(1);
        var unknown = await _host.ParkUnknownAsync();
        var (_, output, _) = await CallAsync("deadletters", "retry", "--all");
        Assert.Contains("1 of 2 went back", output, StringComparison.Ordinal);
        Assert.Contains("1 of unknown outcome were left out", output, StringComparison.Ordinal);
        Assert.Matches(parked[0] + " .*01[0-9A-Z]{24}", output);

        var json = JsonDocument.Parse((await CallAsync("deadletters", "retry", "--all", "--json")).Output).RootElement;
        Assert.Equal((0, 1), (json.GetProperty("retried").GetInt32(), json.GetProperty("leftOut").GetInt32()));
        json = JsonDocument.Parse((await CallAsync("deadletters", "retry", "--all", "--include-unknown", "--json")).Output).RootElement;
        Assert.Equal(unknown.ToString(), json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(26, json.GetProperty("items")[0].GetProperty("newId").GetString()!.Length);
    }

    [Fact]
    public async Task DeadLetters_RetryUnknownById_WarnsAndPrintsTheNewId()
    {
        var unknown = await _host.ParkUnknownAsync();
        var (code, output, _) = await CallAsync("deadletters", "retry", unknown.ToString());
        Assert.Equal(0, code);
        Assert.Contains("1 of them had an unknown outcome: their customers may get them twice.", output, StringComparison.Ordinal);
        Assert.Contains("newId", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments) =>
        GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "ops-key-12")], [.. arguments, "--url", _host.Url.ToString()]);
}
