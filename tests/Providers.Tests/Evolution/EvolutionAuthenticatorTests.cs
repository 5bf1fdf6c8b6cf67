using Relevo.Providers.Evolution;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Evolution;

public sealed class EvolutionAuthenticatorTests
{
    [Theory]
    [InlineData("apikey", Signed.Secret)]
    [InlineData("Authorization", "Bearer " + Signed.Secret)]
    [InlineData("authorization", "bearer " + Signed.Secret)]
    [InlineData("X-Gateway-Key", Signed.Secret)]
    public void IsAuthentic_SecretInAHeader_IsTrue(string name, string value) => Assert.True(IsAuthentic([(name, value)]));

    [Fact]
    public void IsAuthentic_SecretInThePath_IsTrue()
    {
        Assert.True(IsAuthentic([], Signed.Secret));
        Assert.True(IsAuthentic([], Signed.Secret, "messages-upsert"));
        Assert.True(IsAuthentic([], Signed.Secret, "an-event-of-tomorrow"));
    }

    [Fact]
    public void IsAuthentic_SecretInTheWrongPlaceOfThePath_IsFalse()
    {
        Assert.False(IsAuthentic([], "messages-upsert"));
        Assert.False(IsAuthentic([], "messages-upsert", Signed.Secret));
        Assert.False(IsAuthentic([], Signed.Secret, "messages-upsert", "more"));
        Assert.False(IsAuthentic([], ""));
    }

    [Fact]
    public void IsAuthentic_EventNameBehindAHeaderSecret_IsTrue() => Assert.True(IsAuthentic([("apikey", Signed.Secret)], "messages-upsert"));

    [Fact]
    public void IsAuthentic_TokenRetriedUpToHalfAnHourPastItsEnd_IsTrue()
    {
        var now = Build.Now.ToUnixTimeSeconds();
        Assert.True(IsAuthentic([("Authorization", "Bearer " + Signed.EvolutionToken(now - 1800))]));
        Assert.False(IsAuthentic([("Authorization", "Bearer " + Signed.EvolutionToken(now - 1801))]));
    }

    [Theory]
    [InlineData("""{"exp":1e400,"app":"evolution","action":"webhook"}""")]
    [InlineData("""{"exp":9223372036854775807,"app":"evolution","action":"webhook"}""")]
    [InlineData("""{"exp":"1785578999","app":"evolution","action":"webhook"}""")]
    [InlineData("""{"exp":1785578999,"exp":1,"app":"evolution","action":"webhook"}""")]
    [InlineData("""{"exp":1785578999,"app":["evolution"],"action":"webhook"}""")]
    public void IsAuthentic_OddClaims_IsFalse(string claims) =>
        Assert.False(IsAuthentic([("Authorization", "Bearer " + Signed.Token(claims))]));

    private static bool IsAuthentic((string Name, string Value)[] headers, params string[] segments) =>
        new EvolutionAuthenticator().IsAuthentic(
            Build.Request(Signed.Body, headers, Signed.Url, segments: segments),
            Build.Number("evolution", [Signed.Secret], header: "X-Gateway-Key"));
}
