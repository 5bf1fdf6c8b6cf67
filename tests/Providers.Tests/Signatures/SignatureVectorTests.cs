using System.Text;
using System.Text.Json;
using Relevo.Providers.Meta;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Signatures;

/// <summary>Every vector of <c>signatures.json</c> gets the verdict written beside it.</summary>
public sealed class SignatureVectorTests
{
    private static readonly JsonElement Schemes = Fixture.Json("signatures.json").GetProperty("schemes");

    public static TheoryData<string, int, string> Vectors()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var scheme in Schemes.EnumerateObject())
        {
            var index = 0;
            foreach (var vector in scheme.Value.GetProperty("vectors").EnumerateArray())
            {
                data.Add(scheme.Name, index++, vector.GetProperty("name").GetString()!);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void IsAuthentic_EachVector_GivesTheExpectedVerdict(string scheme, int index, string name)
    {
        var vector = Schemes.GetProperty(scheme).GetProperty("vectors")[index];
        if (scheme == "meta-hub-challenge")
        {
            var answer = MetaHandshake.Challenge(Text(vector, "query"), Text(vector, "configuredVerifyToken"));
            Assert.Equal(Text(vector, "expectedBody"), answer);
            return;
        }

        var provider = WebhookProviders.Find(ProviderOf(scheme))!;
        var verdict = provider.Authenticator.IsAuthentic(Request(vector), Number(scheme, vector));
        Assert.True(vector.GetProperty("valid").GetBoolean() == verdict, name);
    }

    private static string ProviderOf(string scheme) => scheme switch
    {
        "bird-channels" => "bird",
        "bird-standardwebhooks" => "bird-v1",
        "messagebird-v0" or "messagebird-jwt" => "messagebird",
        "meta-x-hub-signature-256" => "meta",
        _ => "evolution",
    };

    private static WebhookNumber Number(string scheme, JsonElement vector)
    {
        var header = vector.TryGetProperty("configured", out var configured) ? configured.EnumerateObject().Single() : default(JsonProperty?);
        var secret = header?.Value.GetString() ?? Text(vector, "configuredPathSecret") ?? Text(vector, "key")!;
        return Build.Number(ProviderOf(scheme), [secret], header: header?.Name, scheme: scheme == "messagebird-v0" ? "v0" : "jwt");
    }

    private static WebhookRequest Request(JsonElement vector)
    {
        var body = Text(vector, "bodyBase64") is { } base64 ? Convert.FromBase64String(base64) : Encoding.UTF8.GetBytes(Text(vector, "body") ?? "");
        var now = vector.TryGetProperty("now", out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64()) : Build.Now;
        var headers = vector.GetProperty("headers").EnumerateObject().Select(header => (header.Name, header.Value.GetString()!)).ToArray();
        return Build.Request(body, headers, Text(vector, "url") ?? "https://gw.example.com/webhooks" + Query(vector), now, Segments(vector));
    }

    // As sent, not as signed: sorting is the verifier's work.
    private static string Query(JsonElement vector) => vector.TryGetProperty("query", out var query)
        ? "?" + string.Join('&', query.EnumerateObject().Select(parameter => parameter.Name + "=" + parameter.Value.GetString()))
        : "";

    private static string[] Segments(JsonElement vector) => Text(vector, "path")?.Split('/')[4..] ?? [];

    private static string? Text(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
