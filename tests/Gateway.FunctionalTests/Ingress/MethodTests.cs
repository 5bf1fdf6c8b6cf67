using System.Text;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I15, I16: every method, path and header either means something or is refused, cheaply.</summary>
public sealed class MethodTests : IAsyncLifetime
{
    private const string Verify = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
    private static readonly byte[] Body = MetaBody.Message("wamid.method", "15560000020", "hola");
    private Rig _rig = null!;

    public async Task InitializeAsync() => _rig = await Rig.StartedAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task I16_MethodsAndPaths_AnswerAsTheContractSays()
    {
        (string Method, string Path, int[] Expected)[] matrix =
        [
            ("GET", "/webhooks/meta/main", [403]),
            ("PUT", "/webhooks/meta/main", [405]),
            ("DELETE", "/webhooks/meta/main", [405]),
            ("PATCH", "/webhooks/meta/main", [405]),
            ("OPTIONS", "/webhooks/meta/main", [405, 404]),
            ("TRACE", "/webhooks/meta/main", [405]),
            ("CONNECT", "/webhooks/meta/main", [405, 400]),
            ("MADEUP", "/webhooks/meta/main", [405]),
            ("post", "/webhooks/meta/main", [405, 200]), // The framework takes it for POST; nothing stands between that reads it otherwise.
            ("PUT", "/webhooks/whatsapp", [405]),
            ("TRACE", "/webhooks/whatsapp", [405]),
            ("GET", "/webhooks/evolution/evo-1", [405, 404]),
            ("POST", "/health/ready", [405]),
            ("POST", "/metrics", [405]),
            ("POST", "/webhooks/meta/nobody", [404]),
            ("POST", "/webhooks/telegram/main", [404]),
            ("POST", "/webhooks/meta", [404, 405]),
            ("POST", "/webhooks", [404]),
            ("POST", "/webhooks/", [404]),
            ("POST", "/webhooks/meta/main/more", [404]),
            ("POST", "/webhooks/meta/second", [401]), // Signed with another number's secret.
            ("POST", "//webhooks/meta/main", [404]),
            ("POST", "/webhooks//meta/main", [404]),
            ("POST", "/webhooks/meta//main", [404]),
            ("POST", "/webhooks/meta/main/../second", [401, 404]),
            ("POST", "/webhooks/meta/%6dain", [200, 404]),
            ("POST", "/webhooks/meta/main%2f..%2fsecond", [404]),
            ("POST", "/webhooks/meta/main%00", [400, 404]),
            ("POST", "/webhooks/bird/main", [404]), // The number exists, at another provider.
            ("POST", "/WEBHOOKS/META/main", [200, 404]),
            ("POST", "/webhooks/meta/MAIN", [404, 200]),
            ("GET", "/", [404]),
            ("GET", "/admin", [401, 404]),
            ("GET", "/admin/status", [401, 404]),
            ("GET", "/api/queue/metrics", [401]),
            ("GET", "/api/deadletters", [401]),
            ("GET", "/health/live", [200]),
            ("GET", "/webhooks/whatsapp/health", [200]),
        ];
        var wrong = new List<string>();
        foreach (var (method, path, expected) in matrix)
        {
            var answer = await SendAsync(method, path, Body);
            if (answer.Statuses is not [var status] || !expected.Contains(status))
            {
                wrong.Add($"{method} {path}: [{string.Join(' ', answer.Statuses)}] instead of {string.Join(" or ", expected)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task I16_Head_HasNoBodyAndStoresNothing()
    {
        var answer = await SendAsync("HEAD", "/webhooks/meta/main", []);
        Assert.True(answer.Status is 405 or 403 or 404, answer.Text);
        Assert.EndsWith("\r\n\r\n", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_rig.Application.Deliveries);
    }

    [Theory, InlineData("/webhooks/meta/main"), InlineData("/webhooks/whatsapp")]
    public async Task I16_Handshake_EchoesTheChallengeAsTextForTheRightTokenOnly(string path)
    {
        var right = await SendAsync("GET", $"{path}?{Verify}{Known.VerifyToken}", []);
        Assert.Equal(200, right.Status);
        Assert.EndsWith("\r\n\r\n1158201444", right.Text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain", right.Text, StringComparison.OrdinalIgnoreCase);

        string[] wrong =
        [
            $"{path}?{Verify}wrong",
            $"{path}?{Verify}",
            path,
            $"{path}?{Verify}{Known.VerifyToken}x",
            $"{path}?{Verify}{Known.VerifyToken.ToUpperInvariant()}",
            $"{path}?hub.mode=unsubscribe&hub.challenge=1&hub.verify_token={Known.VerifyToken}",
            $"{path}?{Verify}wrong&hub.verify_token={Known.VerifyToken}",
        ];
        foreach (var target in wrong)
        {
            var answer = await SendAsync("GET", target, []);
            Assert.True(answer.Status == 403, $"{target}: {answer.Status}");
            Assert.DoesNotContain("1158201444", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task I16_HandshakeWithHostileChallenge_IsNeverReflectedAsMarkup()
    {
        string[] challenges = ["%3Cscript%3Ealert(1)%3C/script%3E", "a%0d%0aX-Injected:%20yes", new string('9', 6000), "%00"];
        foreach (var challenge in challenges)
        {
            var answer = await SendAsync("GET", $"/webhooks/meta/main?hub.mode=subscribe&hub.verify_token={Known.VerifyToken}&hub.challenge={challenge}", []);
            Assert.True(answer.Status is 200 or 400 or 403 or 414 or 431, answer.Text);
            var headers = answer.Text[..answer.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
            Assert.DoesNotContain("X-Injected", headers, StringComparison.Ordinal);
            Assert.True(answer.Status != 200 || answer.Text.Contains("text/plain", StringComparison.OrdinalIgnoreCase), answer.Text);
            Assert.True(answer.Status != 200 || answer.Text.Length < 4096, "An unlimited challenge is reflected.");
        }
    }

    [Theory]
    [InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("application/json; charset=utf-8"), InlineData(""), InlineData("nonsense")]
    public async Task I16_ContentTypes_DoNotMatterToAnAuthenticBody(string contentType)
    {
        using var webhooks = new Webhooks(_rig.Url);
        var answer = await webhooks.PostAsync(MetaBody.Message("wamid.type" + contentType.Length, "15560000021", "hola"), contentType: contentType);
        Assert.True(answer is { Status: 200, Accepted: 1 }, answer.ToString());
    }

    /// <summary>The banner would tell an attacker which holes to try.</summary>
    [Fact]
    public async Task I16_Answers_NameNoProgram()
    {
        foreach (var path in new[] { "/health/live", "/nothing", "/webhooks/meta/main" })
        {
            Assert.DoesNotContain("\r\nServer:", (await SendAsync("GET", path, [])).Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task I15_TooManyOrTooLongHeaders_AreRefusedCheaply()
    {
        var many = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            many.Append(System.Globalization.CultureInfo.InvariantCulture, $"X-{i}: {i}\r\n");
        }

        string[] requests =
        [
            $"POST /webhooks/meta/main HTTP/1.1\r\nHost: x\r\n{many}\r\n",
            $"POST /webhooks/meta/main HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 100_000)}\r\n\r\n",
            $"POST /webhooks/meta/main?{new string('a', 100_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"POST /{new string('a', 100_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"{new string('A', 100_000)} / HTTP/1.1\r\nHost: x\r\n\r\n",
        ];
        foreach (var request in requests)
        {
            var answer = await RawConnection.ExchangeAsync(_rig.Client.Url, request);
            Assert.True(answer.Statuses is [400] or [414] or [431] or [], $"{request[..40]}: {answer.Text}");
            Assert.True(answer.Closed);
        }

        var form = string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"k{i}=v"));
        using var webhooks = new Webhooks(_rig.Url);
        var kept = await webhooks.PostAsync(Encoding.ASCII.GetBytes(form), contentType: "application/x-www-form-urlencoded");
        Assert.True(kept.Status == 200, kept.ToString()); // Authentic, so it is kept; nobody parses it as a form.
        var query = await SendAsync("GET", "/webhooks/meta/main?" + string.Join('&', Enumerable.Range(0, 800).Select(i => $"k{i}=v")), []);
        Assert.True(query.Status is 403 or 414 or 400, query.Text);
        Assert.True(await _rig.Client.IsReadyAsync());
    }

    /// <summary>One request with a correct signature for the number <c>main</c>, and the connection's end asked for.</summary>
    private Task<RawAnswer> SendAsync(string method, string target, byte[] body)
    {
        var head = $"{method} {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{MetaBody.SignatureHeader}: {MetaBody.Sign(body)}\r\n\r\n";
        return RawConnection.ExchangeAsync(_rig.Client.Url, [.. Encoding.Latin1.GetBytes(head), .. body], TimeSpan.FromSeconds(5));
    }
}
