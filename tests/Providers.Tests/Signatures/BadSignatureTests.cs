using System.Text;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Signatures;

/// <summary>Signatures that are almost right. Each begins as a valid one; the first test proves that it was.</summary>
public sealed class BadSignatureTests
{
    private const string MetaHeader = "X-Hub-Signature-256";
    private const string BirdHeader = "messagebird-signature";
    private const string TimeHeader = "messagebird-request-timestamp";
    private const string TokenHeader = "MessageBird-Signature-JWT";

    private static readonly string Hex = Signed.MetaHex();
    private static readonly string Bird = Signed.Bird(Signed.Time);
    private static readonly string Standard = Signed.Standard("msg_1", Signed.Time);
    private static readonly string Token = Signed.MessageBirdToken();
    private static readonly string Late = (Build.Now.ToUnixTimeSeconds() - 90_000).ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Parsed and written again: the escapes are gone.
    private static readonly byte[] Rewritten = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account","text":"olá https://x.y"}""");

    private static readonly Dictionary<string, (string Name, string Value)[]> Meta = new(StringComparer.Ordinal)
    {
        ["missing"] = [],
        ["empty"] = [(MetaHeader, "")],
        ["wrong first digit"] = [(MetaHeader, "sha256=" + Flip(Hex, 0))],
        ["wrong last digit"] = [(MetaHeader, "sha256=" + Flip(Hex, 63))],
        ["short"] = [(MetaHeader, "sha256=" + Hex[..62])],
        ["one digit short"] = [(MetaHeader, "sha256=" + Hex[..63])],
        ["long"] = [(MetaHeader, "sha256=" + Hex + "00")],
        ["upper-case hex"] = [(MetaHeader, "sha256=" + Hex.ToUpperInvariant())],
        ["one upper-case digit"] = [(MetaHeader, "sha256=" + UpperOne(Hex))],
        ["upper-case prefix"] = [(MetaHeader, "SHA256=" + Hex)],
        ["sha1 prefix"] = [(MetaHeader, "sha1=" + Hex[..40])],
        ["sha1 prefix, 64 digits"] = [(MetaHeader, "sha1=" + Hex)],
        ["sha512 prefix"] = [(MetaHeader, "sha512=" + Hex)],
        ["no prefix"] = [(MetaHeader, Hex)],
        ["prefix twice"] = [(MetaHeader, "sha256=sha256=" + Hex)],
        ["prefix with space"] = [(MetaHeader, "sha256= " + Hex)],
        ["prefix with colon"] = [(MetaHeader, "sha256:" + Hex)],
        ["leading space"] = [(MetaHeader, " sha256=" + Hex)],
        ["trailing space"] = [(MetaHeader, "sha256=" + Hex + " ")],
        ["trailing newline"] = [(MetaHeader, "sha256=" + Hex + "\n")],
        ["trailing NUL"] = [(MetaHeader, "sha256=" + Hex + "\0")],
        ["NUL inside"] = [(MetaHeader, "sha256=" + Hex[..32] + "\0" + Hex[33..])],
        ["two headers, both right"] = [(MetaHeader, "sha256=" + Hex), (MetaHeader, "sha256=" + Hex)],
        ["two headers, one right"] = [(MetaHeader, "sha256=" + Hex), ("x-hub-signature-256", "sha256=" + Flip(Hex, 5))],
        ["two values in one header"] = [(MetaHeader, "sha256=" + Hex + ",sha256=" + Hex)],
        ["base64"] = [(MetaHeader, "sha256=" + Convert.ToBase64String(Convert.FromHexString(Hex)))],
        ["wide digits"] = [(MetaHeader, "sha256=" + Hex.Replace('1', '１'))],
        ["zeros"] = [(MetaHeader, "sha256=" + new string('0', 64))],
        ["of the body rewritten"] = [(MetaHeader, "sha256=" + Signed.MetaHex(Rewritten))],
        ["of an empty body"] = [(MetaHeader, "sha256=" + Signed.MetaHex([]))],
        ["of an empty secret"] = [(MetaHeader, "sha256=" + Signed.MetaHex(secret: ""))],
        ["under the old header"] = [("X-Hub-Signature", "sha256=" + Hex)],
    };

    private static readonly Dictionary<string, (string Name, string Value)[]> BirdChannels = new(StringComparer.Ordinal)
    {
        ["missing"] = [(TimeHeader, Signed.Time)],
        ["time missing"] = [(BirdHeader, Bird)],
        ["wrong"] = [(BirdHeader, Flip(Bird, 0)), (TimeHeader, Signed.Time)],
        ["unpadded"] = [(BirdHeader, Bird.TrimEnd('=')), (TimeHeader, Signed.Time)],
        ["base64url"] = [(BirdHeader, Signed.Bird("1785578411").Replace('+', '-').Replace('/', '_')), (TimeHeader, "1785578411")],
        ["other spelling of the same bytes"] = [(BirdHeader, OtherSpelling(Bird)), (TimeHeader, Signed.Time)],
        ["space inside"] = [(BirdHeader, Bird.Insert(10, " ")), (TimeHeader, Signed.Time)],
        ["hex"] = [(BirdHeader, Convert.ToHexStringLower(Convert.FromBase64String(Bird))), (TimeHeader, Signed.Time)],
        ["NUL"] = [(BirdHeader, Bird + "\0"), (TimeHeader, Signed.Time)],
        ["two headers"] = [(BirdHeader, Bird), (BirdHeader, Bird), (TimeHeader, Signed.Time)],
        ["two times"] = [(BirdHeader, Bird), (TimeHeader, Signed.Time), (TimeHeader, Signed.Time)],
        ["other time"] = [(BirdHeader, Bird), (TimeHeader, "1785578411")],
        ["time with sign"] = [(BirdHeader, Signed.Bird("+" + Signed.Time)), (TimeHeader, "+" + Signed.Time)],
        ["time with space"] = [(BirdHeader, Signed.Bird(" " + Signed.Time)), (TimeHeader, " " + Signed.Time)],
        ["time with fraction"] = [(BirdHeader, Signed.Bird(Signed.Time + ".0")), (TimeHeader, Signed.Time + ".0")],
        ["a day and an hour old"] = [(BirdHeader, Signed.Bird(Late)), (TimeHeader, Late)],
        ["of the body rewritten"] = [(BirdHeader, Signed.Bird(Signed.Time, body: Rewritten)), (TimeHeader, Signed.Time)],
        ["of the address behind a proxy"] = [(BirdHeader, Signed.Bird(Signed.Time, "http://10.0.0.7:8000/webhooks/x/main?tenant=7")), (TimeHeader, Signed.Time)],
        ["of no address, the old scheme"] = [(BirdHeader, Signed.Bird(Signed.Time, "tenant=7")), (TimeHeader, Signed.Time)],
    };

    private static readonly Dictionary<string, (string Name, string Value)[]> BirdV1 = new(StringComparer.Ordinal)
    {
        ["missing"] = [("webhook-id", "msg_1"), ("webhook-timestamp", Signed.Time)],
        ["id missing"] = [("webhook-timestamp", Signed.Time), ("webhook-signature", "v1," + Standard)],
        ["time missing"] = [("webhook-id", "msg_1"), ("webhook-signature", "v1," + Standard)],
        ["no version"] = V1(Standard),
        ["version 2"] = V1("v2," + Standard),
        ["version in upper case"] = V1("V1," + Standard),
        ["wrong"] = V1("v1," + Flip(Standard, 0)),
        ["unpadded"] = V1("v1," + Standard.TrimEnd('=')),
        ["comma for space"] = V1("v1," + Standard + ",v1," + Standard),
        ["two headers"] = [.. V1("v1," + Standard), ("webhook-signature", "v1," + Standard)],
        ["too many"] = V1(string.Join(' ', Enumerable.Repeat("v1," + Standard, 40))),
        ["other id"] = [("webhook-id", "msg_2"), ("webhook-timestamp", Signed.Time), ("webhook-signature", "v1," + Standard)],
        ["of the body rewritten"] = V1("v1," + Signed.Standard("msg_1", Signed.Time, Rewritten)),
    };

    private static readonly Dictionary<string, (string Name, string Value)[]> MessageBird = new(StringComparer.Ordinal)
    {
        ["missing"] = [],
        ["two headers"] = [(TokenHeader, Token), (TokenHeader, Token)],
        ["no signature"] = [(TokenHeader, Token[..(Token.LastIndexOf('.') + 1)])],
        ["two parts"] = [(TokenHeader, Token[(Token.IndexOf('.', StringComparison.Ordinal) + 1)..])],
        ["four parts"] = [(TokenHeader, "a." + Token)],
        ["padded"] = [(TokenHeader, Token + "=")],
        ["NUL"] = [(TokenHeader, Token + "\0")],
        ["wrong"] = [(TokenHeader, Flip(Token, Token.Length - 43))],
        ["of the body rewritten"] = [(TokenHeader, Signed.MessageBirdToken(Rewritten))],
        ["of another address"] = [(TokenHeader, Signed.MessageBirdToken(url: "https://evil.example.com/"))],
        ["old scheme beside it"] = [(BirdHeader, Signed.Bird(Signed.Time, "tenant=7")), (TimeHeader, Signed.Time)],
        ["critical extension"] = [(TokenHeader, Signed.Token("{}", """{"alg":"HS256","crit":["x"]}"""))],
        ["claims no object"] = [(TokenHeader, Signed.Token("[]"))],
        ["header no JSON"] = [(TokenHeader, Signed.Token("{}", "alg"))],
    };

    private static readonly Dictionary<string, (string Name, string Value)[]> Evolution = new(StringComparer.Ordinal)
    {
        ["missing"] = [],
        ["empty apikey"] = [("apikey", "")],
        ["prefix of the secret"] = [("apikey", Signed.Secret[..31])],
        ["secret and more"] = [("apikey", Signed.Secret + "0")],
        ["secret in upper case"] = [("apikey", Signed.Secret.ToUpperInvariant())],
        ["secret with NUL"] = [("apikey", Signed.Secret + "\0")],
        ["two apikeys"] = [("apikey", Signed.Secret), ("apikey", Signed.Secret)],
        ["secret without Bearer"] = [("Authorization", Signed.Secret)],
        ["empty bearer"] = [("Authorization", "Bearer ")],
        ["basic"] = [("Authorization", "Basic " + Signed.Secret)],
        ["two spaces"] = [("Authorization", "Bearer  " + Signed.Secret)],
        ["token of another key"] = [("Authorization", "Bearer " + Signed.EvolutionToken(secret: "another"))],
        ["token expired for 31 minutes"] = [("Authorization", "Bearer " + Signed.EvolutionToken(Build.Now.ToUnixTimeSeconds() - 1860))],
        ["header that is not configured"] = [("X-Other", Signed.Secret)],
    };

    public static TheoryData<string, string> Vectors()
    {
        var data = new TheoryData<string, string>();
        foreach (var provider in new[] { "meta", "bird", "bird-v1", "messagebird", "evolution" })
        {
            foreach (var name in VectorsOf(provider).Keys)
            {
                data.Add(provider, name);
            }
        }

        return data;
    }

    [Fact]
    public void Vectors_AreAtLeast50() => Assert.True(Vectors().Count >= 50);

    [Theory]
    [InlineData("meta")]
    [InlineData("bird")]
    [InlineData("bird-v1")]
    [InlineData("messagebird")]
    [InlineData("evolution")]
    public void IsAuthentic_BeforeItIsSpoiled_IsTrue(string provider) => Assert.True(IsAuthentic(provider, Valid(provider)));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void IsAuthentic_SpoiledSignature_IsFalse(string provider, string name) =>
        Assert.False(IsAuthentic(provider, VectorsOf(provider)[name]));

    private static bool IsAuthentic(string provider, (string Name, string Value)[] headers)
    {
        var secret = provider == "bird-v1" ? Signed.StandardSecret : Signed.Secret;
        var number = Build.Number(provider, [secret], header: "X-Gateway-Key");
        return WebhookProviders.Find(provider)!.Authenticator.IsAuthentic(Build.Request(Signed.Body, headers, Signed.Url), number);
    }

    private static Dictionary<string, (string Name, string Value)[]> VectorsOf(string provider) => provider switch
    {
        "meta" => Meta,
        "bird" => BirdChannels,
        "bird-v1" => BirdV1,
        "messagebird" => MessageBird,
        _ => Evolution,
    };

    private static (string Name, string Value)[] Valid(string provider) => provider switch
    {
        "meta" => [(MetaHeader, "sha256=" + Hex)],
        "bird" => [(BirdHeader, Bird), (TimeHeader, Signed.Time)],
        "bird-v1" => V1("v1," + Standard),
        "messagebird" => [(TokenHeader, Token)],
        _ => [("Authorization", "Bearer " + Signed.EvolutionToken())],
    };

    private static (string Name, string Value)[] V1(string signature) =>
        [("webhook-id", "msg_1"), ("webhook-timestamp", Signed.Time), ("webhook-signature", signature)];

    private static string Flip(string text, int index) =>
        text[..index] + (text[index] == '0' ? '1' : '0') + text[(index + 1)..];

    private static string UpperOne(string hex)
    {
        var letter = hex.AsSpan().IndexOfAnyInRange('a', 'f');
        return hex[..letter] + char.ToUpperInvariant(hex[letter]) + hex[(letter + 1)..];
    }

    // The last character before the padding carries two bits that decoders ignore.
    private static string OtherSpelling(string base64)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var last = Alphabet.IndexOf(base64[42], StringComparison.Ordinal);
        return base64[..42] + Alphabet[last ^ 1] + "=";
    }
}
