using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Evolution;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Evolution;

public sealed class EvolutionSecretsTests
{
    [Theory]
    [InlineData("""{"apikey":"k"}""", "{}")]
    [InlineData("""{ "apikey" : "k" }""", "{  }")]
    [InlineData("""{"apikey":"k","a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"apikey":"k"}""", """{"a":1}""")]
    [InlineData("""{"a":1, "apikey":null , "b":2}""", """{"a":1,  "b":2}""")]
    [InlineData("""{"apikey":"k","api_key":"g"}""", "{}")]
    [InlineData("""{"a":1,"apikey":"k","api_key":"g"}""", """{"a":1}""")]
    [InlineData("""{"a":1,"apikey":"k","b":2,"api_key":"g"}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":{"apikey":{"x":[1,{"y":2}]},"z":3},"b":[{"api_key":[]},{"APIKEY":1}]}""", """{"a":{"z":3},"b":[{},{}]}""")]
    [InlineData("""{"\u0061pikey":"k","a":"\ud800"}""", """{"a":"\ud800"}""")]
    [InlineData("""{"destination":"kept inside","apikeys":1,"key":2}""", """{"destination":"kept inside","apikeys":1,"key":2}""")]
    [InlineData("""["apikey",{"a":"apikey"}]""", """["apikey",{"a":"apikey"}]""")]
    [InlineData("7", "7")]
    public void Remove_Secrets_LeaveAndNothingElse(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(EvolutionSecrets.Remove(Encoding.UTF8.GetBytes(json), isEnvelope: false).Span));

    [Fact]
    public void Remove_Envelope_LosesOurAddressToo() => Assert.Equal(
        """{"event":"x","data":{"destination":1}}""",
        Encoding.UTF8.GetString(EvolutionSecrets.Remove("""{"event":"x","destination":"https://gw/p-9f2c","data":{"destination":1},"apikey":"k"}"""u8.ToArray(), isEnvelope: true).Span));

    [Fact]
    public void Remove_NothingToRemove_CopiesNothing()
    {
        ReadOnlyMemory<byte> json = """{"a":1}"""u8.ToArray();
        Assert.Equal(json, EvolutionSecrets.Remove(json, isEnvelope: true));
    }

    [Theory]
    [InlineData("""{"apikey":"secret","a":1""", """{"apikey":"******","a":1""")]
    [InlineData("""{"apikey" : "se\"cret" """, """{"apikey" : "********" """)]
    [InlineData("""{"apikey":"secret""", """{"apikey":"******""")]
    [InlineData("""{"API_KEY":secret,"a":1,}""", """{"API_KEY":******,"a":1,}""")]
    [InlineData("""{"apikey":"a","apikey":"b"}""", """{"apikey":"*","apikey":"*"}""")]
    [InlineData("""{"destination":"https://gw/p",""", """{"destination":"************",""")]
    [InlineData("""{"apikey""", """{"apikey""")]
    [InlineData("""{"apikey":""", """{"apikey":""")]
    [InlineData("""{"apikey":"" """, """{"apikey":"" """)]
    [InlineData("""{"apikey":"\""", """{"apikey":"*""")]
    [InlineData("not json", "not json")]
    public void Mask_WhatIsNoJson_LosesValuesBehindThoseNames(string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(EvolutionSecrets.Mask(Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void Normalise_EveryFixtureWithSecretsPutIn_LetsNoneThrough()
    {
        const string Secret = "F00D-5EC2E7";
        foreach (var file in Fixture.Bodies().Where(file => Fixture.ProviderOf(file) == "evolution"))
        {
            var body = Encoding.UTF8.GetString(Fixture.Bytes(file))
                .Replace("\"apikey\": null", $"\"apikey\": \"{Secret}\"", StringComparison.Ordinal)
                .Replace("REDACTED", Secret, StringComparison.Ordinal)
                .Replace("\"data\": {", $"\"data\": {{ \"apikey\": \"{Secret}\", \"x\": [{{\"api_key\": \"{Secret}\"}}],", StringComparison.Ordinal);
            Assert.Contains(Secret, body, StringComparison.Ordinal);
            string[] variants = [body, body[..^2], body.Insert(1, "\"a\":1,\"a\":2,")];
            Assert.All(variants.SelectMany(variant => Normalised.Events("evolution", variant)), item =>
                Assert.DoesNotContain(Secret, Everything(item), StringComparison.Ordinal));
        }
    }

    private static string Everything(InboundEvent item) =>
        Encoding.UTF8.GetString(Normalised.EncodeBytes(item).Span) + Encoding.Latin1.GetString(item.RawBody.Span);
}
