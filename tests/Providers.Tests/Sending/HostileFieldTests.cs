using System.Text;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>Fields that end in addresses, headers and bodies cannot change where a call goes or what it says besides.</summary>
public sealed class HostileFieldTests : IDisposable
{
    // Every provider finds its message id in it.
    private const string Accepted = """{"messages":[{"id":"m"}],"id":"m","key":{"id":"m","remoteJid":"15550001001@s.whatsapp.net"}}""";

    private readonly SendRig _rig = new();

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string, string> Names()
    {
        var data = new TheoryData<string, string>();
        string[] names =
        [
            "a/b", "../admin", "a/../../b", "a?x=1", "a#b", "a b", "a%2fb", "%2e%2e", "a\\b", "a;b", "a:b@c", "ñandú", "Ünïcode 😀", "...a", "a&b=c", "a+b", "//evil.example",
        ];
        foreach (var provider in new[] { "meta", "bird", "evolution" })
        {
            foreach (var name in names)
            {
                data.Add(provider, name);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Names))]
    public async Task SendAsync_OddName_IsOneSegmentOfThePath(string provider, string name)
    {
        await using var server = new RawServer(RawServer.Answer(202, Accepted));
        var outcome = await _rig.Client.SendAsync(Sample.Protocol(provider), Sample.Text(), Sample.Account(provider, server.Url, name), Sample.Correlation, CancellationToken.None);
        Assert.Equal(FailureClass.Accepted, outcome.Class);

        var target = Assert.Single(server.Requests).Target;
        Assert.All(target, character => Assert.InRange(character, '!', '~'));
        Assert.DoesNotContain(target, character => character is '?' or '#' or '\\');
        var segments = target.Split('/').Skip(1).Select(Uri.UnescapeDataString).ToArray();
        Assert.Equal(provider switch
        {
            "meta" => [name, "messages"],
            "bird" => ["workspaces", "0f3c1a52-2222-4c1e-9a11-000000000002", "channels", name, "messages"],
            _ => ["message", "sendText", name],
        }, segments);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("a\ud800b")]
    public async Task SendAsync_NameThatIsNone_CallsNobody(string name)
    {
        await using var server = new RawServer(RawServer.Answer(202, Accepted));
        foreach (var provider in new[] { "meta", "bird", "evolution" })
        {
            AssertNotCalled(await _rig.Client.SendAsync(Sample.Protocol(provider), Sample.Text(), Sample.Account(provider, server.Url, name), Sample.Correlation, CancellationToken.None), FailureClass.NumberDown, "account");
        }

        AssertNotCalled(await _rig.Client.SendAsync(Sample.Protocol("bird"), Sample.Text(), Sample.Account("bird", server.Url) with { WorkspaceId = name }, Sample.Correlation, CancellationToken.None), FailureClass.NumberDown, "account");
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\rX-Evil: 1")]
    [InlineData("a\nX-Evil: 1")]
    [InlineData("a\0")]
    [InlineData("a b")]
    [InlineData("tökén")]
    [InlineData("a\u2028b")]
    [InlineData("")]
    public async Task SendAsync_TokenThatEndsAHeader_CallsNobody(string token)
    {
        await using var server = new RawServer(RawServer.Answer(202, Accepted));
        foreach (var provider in Sample.Senders)
        {
            AssertNotCalled(await _rig.Client.SendAsync(Sample.Protocol(provider), Sample.Text(), Sample.Account(provider, server.Url, token: token), Sample.Correlation, CancellationToken.None), FailureClass.NumberDown, "account");
            AssertNotCalled(await _rig.Client.MarkReadAsync(Sample.Protocol(provider), "m", Sample.To, Sample.Account(provider, server.Url, token: token), typing: false, CancellationToken.None), FailureClass.NumberDown, "account");
            Assert.Equal(NumberCondition.Unknown, await _rig.Client.ProbeAsync(Sample.Protocol(provider), Sample.Account(provider, server.Url, token: token), CancellationToken.None));
        }

        Assert.Equal(0, server.Connections);
    }

    [Theory, InlineData("gw:1\r\nX-Evil: 1"), InlineData("gw:1\0"), InlineData("gw: 1")]
    public async Task SendAsync_CorrelationThatEndsAHeader_CallsNobody(string correlation)
    {
        await using var server = new RawServer(RawServer.Answer(202, Accepted));
        AssertNotCalled(await _rig.Client.SendAsync(Sample.Protocol("bird-v1"), Sample.Text(), Sample.Account("bird-v1", server.Url), correlation, CancellationToken.None), FailureClass.FailPermanent, "unsupported");
        Assert.Equal(0, server.Connections);
    }

    /// <summary>Texts may hold anything; all of it stays inside of its string.</summary>
    [Fact]
    public async Task SendAsync_OddText_StaysText()
    {
        const string Text = "a\r\nX-Evil: 1\r\n\r\nGET / \0 \u0085 \u2028 \" \\ </script> ñ 😀 \ud800 \udc00 end";
        foreach (var provider in Sample.Senders)
        {
            await using var server = new RawServer(RawServer.Answer(202, Accepted));
            Assert.Equal(FailureClass.Accepted, (await _rig.Client.SendAsync(Sample.Protocol(provider), Sample.Text(Text), Sample.Account(provider, server.Url), Sample.Correlation, CancellationToken.None)).Class);
            var seen = Assert.Single(server.Requests);
            Assert.Equal(provider switch
            {
                "evolution" => ["apikey", "content-length", "content-type", "host", "user-agent"],
                "bird-v1" => ["authorization", "content-length", "content-type", "host", "idempotency-key", "user-agent"],
                _ => (string[])["authorization", "content-length", "content-type", "host", "user-agent"],
            }, seen.HeaderNames);
            Assert.Contains(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Text)), Strings(seen.Json));
        }
    }

    [Theory, InlineData("meta"), InlineData("bird"), InlineData("bird-v1")]
    public async Task SendAsync_HalfACharacterInATemplate_IsSent(string provider)
    {
        await using var server = new RawServer(RawServer.Answer(202, Accepted));
        var message = Sample.Template("t\ud800", "es", """[{"type":"body","parameters":[{"type":"text","text":"\ud800","parameter_name":"\udc00"}]}]""");
        Assert.Equal(FailureClass.Accepted, (await _rig.Client.SendAsync(Sample.Protocol(provider), message, Sample.Account(provider, server.Url), Sample.Correlation, CancellationToken.None)).Class);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("+1555\r\n0001001")]
    [InlineData("15550001001@s.whatsapp.net\0")]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+12")]
    [InlineData("status@broadcast")]
    [InlineData("1@g.us@lid@evil")]
    [InlineData("../@lid")]
    public void Refusal_RecipientThatIsNone_IsRefusedByAll(string to) =>
        Assert.All(Sample.Senders, provider => Assert.NotNull(Sample.Protocol(provider).Refusal(Sample.Text(to: to))));

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("https://user:pass@example.com")]
    [InlineData("file:///etc/passwd")]
    public void AccountProblem_BaseThatIsNone_IsSaid(string url) =>
        Assert.All(Sample.Senders, provider => Assert.NotNull(Sample.Protocol(provider).AccountProblem(Sample.Account(provider, new Uri(url)))));

    [Fact]
    public void ToString_CallAndAccount_ShowNoSecret()
    {
        var account = Sample.Account("meta");
        var call = Sample.Protocol("meta").Send(Sample.Text(), account, Sample.Correlation);
        Assert.DoesNotContain("ACCESS", account.ToString() + call, StringComparison.Ordinal);
    }

    private static void AssertNotCalled(SendOutcome outcome, FailureClass expected, string code)
    {
        Assert.Equal((expected, code, null), (outcome.Class, outcome.Code, outcome.Status));
        Assert.True(outcome.IsSurelyNotSent);
    }

    private static IEnumerable<string> Strings(System.Text.Json.JsonElement value) => value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Strings(property.Value)),
        System.Text.Json.JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        System.Text.Json.JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
