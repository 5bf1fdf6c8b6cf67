using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Relevo.Gateway.Delivery;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>The bytes that go out, and what is signed.</summary>
public sealed class SignedEventTests
{
    private const string Published = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The example that the libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void Sign_PublishedExample_IsExact() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        EventSigner.From([Published]).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"u8));

    [Fact]
    public void Sign_SeveralSecrets_HasOneSignatureEachInTheirOrder()
    {
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);
        var both = EventSigner.From([Published, other]).Sign("text"u8);
        Assert.Equal($"{EventSigner.From([Published]).Sign("text"u8)} {EventSigner.From([other]).Sign("text"u8)}", both);
    }

    [Fact]
    public void Sign_WithoutThePrefix_IsTheSame() =>
        Assert.Equal(EventSigner.From([Published]).Sign("text"u8), EventSigner.From([Published["whsec_".Length..]]).Sign("text"u8));

    [Fact]
    public void Sign_NoSecret_IsNothing() => Assert.Null(EventSigner.From([]).Sign("text"u8));

    [Fact]
    public void Encode_Event_IsExact()
    {
        var message = Sample.Event("""{"kind":"message","text":"¿hola? 👋"}""", position: 42);
        using var signed = SignedEvent.Encode(message, 1_795_262_400);
        var body = $$"""{"version":1,"id":"{{message.Id}}","messageId":null,"kind":"message","text":"¿hola? 👋"}""";
        Assert.Equal(message.Id.ToString(), signed.Id);
        Assert.Equal("1795262400", signed.Timestamp);
        Assert.Equal(body, Encoding.UTF8.GetString(signed.Body.Span));
        Assert.Equal($"{message.Id}.1795262400.{body}", Encoding.UTF8.GetString(signed.SignedText));
    }

    [Fact]
    public void Encode_ManySizesAtATime_KeepsThemApart()
    {
        Parallel.For(1, 500, i =>
        {
            var message = Sample.Event($$"""{"n":{{i}},"text":"{{new string((char)('a' + (i % 26)), i * 7)}}"}""", position: i);
            using var signed = SignedEvent.Encode(message, i);
            using var body = JsonDocument.Parse(signed.Body);
            Assert.Equal(i, body.RootElement.GetProperty("n").GetInt32());
            Assert.Equal(message.Id.ToString(), body.RootElement.GetProperty("id").GetString());
            Assert.StartsWith($"{message.Id}.{i}.", Encoding.UTF8.GetString(signed.SignedText), StringComparison.Ordinal);
            var mac = HMACSHA256.HashData(Convert.FromBase64String(Published["whsec_".Length..]), signed.SignedText);
            Assert.Equal("v1," + Convert.ToBase64String(mac), EventSigner.From([Published]).Sign(signed.SignedText));
        });
    }
}
