using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Signatures;

public sealed class SecretRotationTests
{
    public static TheoryData<string> Providers() => new(WebhookProviders.Names);

    [Theory]
    [MemberData(nameof(Providers))]
    public void IsAuthentic_AnySecretOfTheList_IsEnough(string provider)
    {
        string[] others = ["another-secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"];
        Assert.True(IsAuthentic(provider, [Secret(provider), .. others]));
        Assert.True(IsAuthentic(provider, [.. others, Secret(provider)]));
        Assert.False(IsAuthentic(provider, others));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void IsAuthentic_NoSecretConfigured_IsFalse(string provider)
    {
        Assert.False(IsAuthentic(provider, []));
        Assert.False(IsAuthentic(provider, [""]));
        Assert.False(IsAuthentic(provider, ["", ""]));
    }

    [Fact]
    public void IsAuthentic_SignedWithTheEmptySecret_IsFalse()
    {
        Assert.False(Check("meta", [""], [("X-Hub-Signature-256", "sha256=" + Signed.MetaHex(secret: ""))]));
        Assert.False(Check("bird", [""], [("messagebird-signature", Signed.Bird(Signed.Time, secret: "")), ("messagebird-request-timestamp", Signed.Time)]));
        Assert.False(Check("messagebird", [""], [("MessageBird-Signature-JWT", Signed.MessageBirdToken(secret: ""))]));
        Assert.False(Check("evolution", [""], [("Authorization", "Bearer " + Signed.EvolutionToken(secret: ""))]));
        Assert.False(Check("evolution", [""], [("apikey", "")]));
        Assert.False(Check("bird-v1", ["whsec_"], Headers("bird-v1")));
        Assert.False(Check("bird-v1", ["whsec_not base64"], Headers("bird-v1")));
    }

    [Theory]
    [InlineData("bird")]
    [InlineData("messagebird")]
    public void IsAuthentic_NoPublicAddressConfigured_IsFalse(string provider)
    {
        var request = Build.Request(Signed.Body, Headers(provider), url: "");
        Assert.False(WebhookProviders.Find(provider)!.Authenticator.IsAuthentic(request, Build.Number(provider, [Signed.Secret])));
    }

    [Fact]
    public void IsAuthentic_LongSecret_Works()
    {
        var secret = new string('é', 700);
        Assert.True(Check("meta", [secret], [("X-Hub-Signature-256", "sha256=" + Signed.MetaHex(secret: secret))]));
    }

    [Fact]
    public void IsAuthentic_UnknownScheme_IsFalse()
    {
        var request = Build.Request(Signed.Body, Headers("messagebird"), Signed.Url);
        Assert.False(WebhookProviders.Find("messagebird")!.Authenticator.IsAuthentic(request, Build.Number("messagebird", [Signed.Secret], scheme: "any")));
    }

    private static bool IsAuthentic(string provider, string[] secrets) => Check(provider, secrets, Headers(provider));

    private static bool Check(string provider, string[] secrets, (string Name, string Value)[] headers) =>
        WebhookProviders.Find(provider)!.Authenticator.IsAuthentic(Build.Request(Signed.Body, headers, Signed.Url), Build.Number(provider, secrets));

    private static string Secret(string provider) => provider == "bird-v1" ? Signed.StandardSecret : Signed.Secret;

    private static (string Name, string Value)[] Headers(string provider) => provider switch
    {
        "meta" => [("X-Hub-Signature-256", "sha256=" + Signed.MetaHex())],
        "bird" => [("messagebird-signature", Signed.Bird(Signed.Time)), ("messagebird-request-timestamp", Signed.Time)],
        "bird-v1" => [("webhook-id", "m"), ("webhook-timestamp", Signed.Time), ("webhook-signature", "v1," + Signed.Standard("m", Signed.Time))],
        "messagebird" => [("MessageBird-Signature-JWT", Signed.MessageBirdToken())],
        _ => [("apikey", Signed.Secret)],
    };
}
