using System.Text.Json;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>Every recorded exchange: our call is the one of the file, and its answer means what the file says, over real sockets.</summary>
public sealed class ApiExchangeTests : IDisposable
{
    // What we always say and the files leave out where they show something else.
    private static readonly string[] OursAlways = ["biz_opaque_callback_data", "text.preview_url", "reference", "delay", "linkPreview", "metadata.gatewayId"];

    private readonly SendRig _rig = new();

    public static TheoryData<string> Sends() => new(Fixture.Calls().Where(file => !ApiExchange.Read(file).IsHealth));

    public static TheoryData<string> Healths() => new(Fixture.Calls().Where(file => ApiExchange.Read(file).IsHealth));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Calls_AllKinds_AreThere()
    {
        Assert.Equal(62, Fixture.Calls().Count);
        Assert.Equal(7, Healths().Count);
    }

    [Theory, MemberData(nameof(Sends))]
    public void Send_MessageOfTheFile_IsTheCallOfTheFile(string file)
    {
        var exchange = ApiExchange.Read(file);
        var protocol = Sample.Protocol(exchange.Provider);
        var account = Sample.Account(exchange.Provider);
        Assert.Null(protocol.AccountProblem(account));
        Assert.Null(protocol.Refusal(exchange.Message()));

        var call = exchange.IsRead
            ? protocol.MarkRead("wamid.HBgLM...", Sample.To, account, typing: true)!
            : protocol.Send(exchange.Message(), account, Sample.Correlation);

        Assert.Equal(exchange.Method, call.Method.Method);
        if (exchange.HasOurBody)
        {
            Assert.Equal(exchange.Url.AbsoluteUri, call.Url.AbsoluteUri);
            AssertHolds(exchange.Request.GetProperty("body"), Sample.Json(System.Text.Encoding.UTF8.GetString(call.Body.Span)), "");
        }

        AssertHeaders(exchange, call);
    }

    [Theory, MemberData(nameof(Sends))]
    public async Task SendAsync_AnswerOfTheFile_MeansWhatTheFileSays(string file)
    {
        var exchange = ApiExchange.Read(file);
        if (exchange.Status is null)
        {
            return; // No answer at all: a hanging server has its own test.
        }

        await using var server = new RawServer(exchange.Wire());
        var account = Sample.Account(exchange.Provider, server.Url);
        var outcome = exchange.IsRead
            ? await _rig.Client.MarkReadAsync(Sample.Protocol(exchange.Provider), "wamid.HBgLM...", Sample.To, account, typing: true, CancellationToken.None)
            : await _rig.Client.SendAsync(Sample.Protocol(exchange.Provider), exchange.Message(), account, Sample.Correlation, CancellationToken.None);

        Assert.Equal(exchange.Class, outcome.Class);
        Assert.Equal(exchange.Status, outcome.Status);
        Assert.Equal(Text(exchange.Expect, "providerMessageId"), outcome.ProviderMessageId);
        if (Text(exchange.Expect, "errorCode") is { } code)
        {
            Assert.Equal(code, outcome.Code);
        }

        Assert.Equal(Text(exchange.Expect, "retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)) : null, outcome.RetryAfter);
        var seen = Assert.Single(server.Requests);
        Assert.Equal("application/json", seen.Header("content-type"));
        Assert.NotNull(seen.Header("user-agent"));
        Assert.Null(seen.Header("accept-encoding"));
        Assert.Null(seen.Header("traceparent"));
    }

    [Theory, MemberData(nameof(Healths))]
    public async Task ProbeAsync_AnswerOfTheFile_MeansWhatTheFileSays(string file)
    {
        var exchange = ApiExchange.Read(file);
        await using var server = new RawServer(exchange.Wire());
        var protocol = Sample.Protocol(exchange.Provider);
        var condition = await _rig.Client.ProbeAsync(protocol, Sample.Account(exchange.Provider, server.Url), CancellationToken.None);
        Assert.Equal(exchange.Outcome == "healthy" ? NumberCondition.Healthy : NumberCondition.Down, condition);
        Assert.Equal("GET", Assert.Single(server.Requests).Method);
    }

    [Theory]
    [InlineData("meta/api/health_phone_number.json")]
    [InlineData("bird/api/channel_status.json")]
    [InlineData("evolution/api/connection_state_open.json")]
    public void Probe_Account_IsTheCallOfTheFile(string file)
    {
        var exchange = ApiExchange.Read(file);
        var call = Sample.Protocol(exchange.Provider).Probe(Sample.Account(exchange.Provider))!;
        Assert.Equal(exchange.Method, call.Method.Method);
        Assert.Equal(exchange.Url.AbsoluteUri, call.Url.AbsoluteUri);
        Assert.True(call.Body.IsEmpty);
        AssertHeaders(exchange, call);
    }

    [Theory]
    [InlineData("meta/api/error_131031_account_locked.json", true)]
    [InlineData("meta/api/error_368_policy_block.json", true)]
    [InlineData("meta/api/error_80007_waba_rate.json", true)]
    [InlineData("meta/api/error_190_token_expired.json", false)]
    [InlineData("meta/api/error_130429_throughput.json", false)]
    [InlineData("meta/api/error_33_number_deleted.json", false)]
    public void Judge_CodeOfTheAccount_IsAccountWide(string file, bool expected)
    {
        var outcome = Judge(ApiExchange.Read(file));
        Assert.Equal(expected, outcome.IsAccountWide);
        Assert.True(outcome.IsSurelyNotSent);
    }

    [Theory]
    [InlineData("meta/api/send_wa_id_differs.json", "+551100000001")]
    [InlineData("meta/api/send_text.json", null)]
    [InlineData("meta/api/send_text_to_bsuid.json", null)]
    [InlineData("evolution/api/send_text.json", null)]
    public void Judge_OtherNumberInTheAnswer_IsAnAlias(string file, string? alias) => Assert.Equal(alias, Judge(ApiExchange.Read(file)).ContactAlias);

    private static SendOutcome Judge(ApiExchange exchange) => Sample.Protocol(exchange.Provider)
        .Judge(exchange.Message().To, exchange.Status, System.Text.Encoding.UTF8.GetBytes(exchange.Body), null);

    private static void AssertHeaders(ApiExchange exchange, ProviderCall call)
    {
        foreach (var header in exchange.Request.GetProperty("headers").EnumerateObject())
        {
            if (header.Name is not ("Content-Type" or "User-Agent"))
            {
                Assert.Contains(new KeyValuePair<string, string>(header.Name, header.Value.GetString()!), call.Headers);
            }
        }
    }

    /// <summary>Everything of the file is in ours, and nothing else but what we always say.</summary>
    private static void AssertHolds(JsonElement expected, JsonElement actual, string path)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, path);
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject())
                {
                    Assert.True(actual.TryGetProperty(property.Name, out var value), path + property.Name);
                    AssertHolds(property.Value, value, path + property.Name + ".");
                }

                var more = actual.EnumerateObject().Where(property => !expected.TryGetProperty(property.Name, out _)).SelectMany(property => Leaves(property.Value, path + property.Name));
                Assert.All(more, leaf => Assert.Contains(leaf, OursAlways));
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (var i = 0; i < expected.GetArrayLength(); i++)
                {
                    AssertHolds(expected[i], actual[i], path);
                }

                break;
            default:
                Assert.True(JsonElement.DeepEquals(expected, actual), path);
                break;
        }
    }

    private static IEnumerable<string> Leaves(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().SelectMany(property => Leaves(property.Value, path + "." + property.Name)) : [path];

    private static string? Text(JsonElement expect, string name) => expect.TryGetProperty(name, out var value) ? value.ToString() : null;
}
