using Relevo.Providers.Meta;

namespace Relevo.Providers.Tests.Meta;

public sealed class MetaHandshakeTests
{
    private const string Valid = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-me";

    [Theory]
    [InlineData(Valid)]
    [InlineData("?" + Valid)]
    [InlineData("hub%2Emode=subscribe&hub.challenge=1158201444&hub.verify%5Ftoken=verify%2Dme&other=1")]
    [InlineData("&&" + Valid + "&x")]
    public void Challenge_RightToken_IsAnswered(string query) => Assert.Equal("1158201444", MetaHandshake.Challenge(query, "verify-me"));

    [Fact]
    public void Challenge_AnyOfTheTokens_IsAnswered() => Assert.Equal("1158201444", MetaHandshake.Challenge(Valid, null, "", "other", "verify-me"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData(Valid + "&hub.challenge=2")]
    [InlineData(Valid + "&hub.verify_token=verify-me")]
    [InlineData(Valid + "&hub.mode=subscribe")]
    [InlineData("hub.mode=subscribe&hub.challenge=&hub.verify_token=verify-me")]
    [InlineData("hub.mode=SUBSCRIBE&hub.challenge=1&hub.verify_token=verify-me")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify-me%00")]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify-m%")]
    public void Challenge_AnythingElse_IsRefused(string? query) => Assert.Null(MetaHandshake.Challenge(query, "verify-me"));

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void Challenge_Length_IsBounded(int length, bool answered)
    {
        var challenge = new string('7', length);
        var answer = MetaHandshake.Challenge("hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=" + challenge, "verify-me");
        Assert.Equal(answered ? challenge : null, answer);
    }

    [Fact]
    public void Challenge_PlusAndPercent_AreDecoded() =>
        Assert.Equal("a b+é%", MetaHandshake.Challenge("hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=a+b%2B%C3%A9%", "verify-me"));

    [Fact]
    public void Challenge_NoTokenConfigured_IsRefused()
    {
        Assert.Null(MetaHandshake.Challenge("hub.mode=subscribe&hub.challenge=1&hub.verify_token="));
        Assert.Null(MetaHandshake.Challenge("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", ""));
        Assert.Null(MetaHandshake.Challenge("hub.mode=subscribe&hub.challenge=1", [null]));
    }
}
