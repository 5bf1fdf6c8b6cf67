using System.Buffers;
using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages;

namespace Relevo.Contracts.Tests.Messages;

public sealed class EventEncoderTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 21, 12, 0, 0, 412, TimeSpan.Zero);

    [Fact]
    public void Encode_OfAMessage_WritesTheWireForm()
    {
        var json = Encode(new InboundEvent
        {
            Kind = EventKind.Message,
            Provider = "meta",
            ChannelKey = "1",
            ContactKey = "+15550001001",
            Text = "¿qué? 👋 \"<b>\"",
            TimestampUtc = Received.AddMilliseconds(-412),
            Raw = "{\"a\" : 1}"u8.ToArray(),
        });
        Assert.Equal("message", json.GetProperty("kind").GetString());
        Assert.Equal("main", json.GetProperty("number").GetString());
        Assert.Equal("¿qué? 👋 \"<b>\"", json.GetProperty("text").GetString());
        Assert.Equal("2026-11-21T12:00:00Z", json.GetProperty("timestampUtc").GetString());
        Assert.Equal("2026-11-21T12:00:00.412Z", json.GetProperty("receivedUtc").GetString());
        Assert.Equal("{\"a\" : 1}", json.GetProperty("raw").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("status").ValueKind);
        Assert.False(json.TryGetProperty("mediaId", out _));
    }

    [Fact]
    public void Encode_OfABodyThatIsNotJson_WritesItAsBase64()
    {
        var json = Encode(new InboundEvent { Kind = EventKind.Unknown, Provider = "meta", RawBody = new byte[] { 0xff, 0x00 } });
        Assert.Equal(JsonValueKind.Null, json.GetProperty("raw").ValueKind);
        Assert.Equal("/wA=", json.GetProperty("rawBase64").GetString());
    }

    [Theory]
    [InlineData("131047", "131047")]
    [InlineData("service_window_expired", "\"service_window_expired\"")]
    [InlineData("007x", "\"007x\"")]
    public void Encode_OfAnErrorCode_KeepsNumbersNumbersAndWordsWords(string code, string expected)
    {
        var json = Encode(new InboundEvent { Kind = EventKind.Status, Provider = "meta", ErrorCode = code });
        Assert.Equal(expected, json.GetProperty("errorCode").GetRawText());
    }

    [Fact]
    public void Word_OfEveryKind_IsItsNameInLowerCase()
    {
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            Assert.Equal(kind.ToString().ToLowerInvariant(), EventEncoder.Word(kind));
        }
    }

    private static JsonElement Encode(InboundEvent e)
    {
        var output = new ArrayBufferWriter<byte>();
        EventEncoder.Encode(e, "main", Received, output);
        return JsonDocument.Parse(Encoding.UTF8.GetString(output.WrittenSpan)).RootElement;
    }
}
