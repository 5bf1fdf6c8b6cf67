using System.Text;
using System.Text.Json;
using Relevo.Gateway.Delivery;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>What an application's answer may ask for, and everything it may get wrong.</summary>
public sealed class RepliesTests
{
    private const string Two = """{"replies":[{"type":"text","text":"uno"},{"type":"text","text":"dos"}]}""";

    [Fact]
    public void Read_Replies_BecomeSendsOfTheSameConversation()
    {
        var message = Sample.Event();
        var sends = Read(Two, message);
        Assert.Equal([$"reply:{message.Id}:0", $"reply:{message.Id}:1"], sends.Select(send => send.DedupeKey));
        Assert.All(sends, send =>
        {
            Assert.Equal(Queues.Sends, send.Queue);
            Assert.Equal("main", send.Number);
            Assert.Equal("send:+15550001001", send.LaneKey);
            Assert.Null(send.ParkReason);
        });
        var payload = Payload(sends[1]);
        Assert.Equal("dos", payload.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("+15550001001", payload.GetProperty("message").GetProperty("to").GetString());
        Assert.Equal(message.Id.ToString(), payload.GetProperty("replyToEvent").GetString());
        Assert.Equal("main", payload.GetProperty("from").GetString());
    }

    [Theory]
    [InlineData(""), InlineData("OK"), InlineData("{"), InlineData("null"), InlineData("[]"), InlineData("42"), InlineData("\"replies\"")]
    [InlineData("{}"), InlineData("{\"replies\":null}"), InlineData("{\"replies\":[]}"), InlineData("{\"replies\":{}}"), InlineData("{\"replies\":\"x\"}")]
    [InlineData("{\"Replies\":[{}]}"), InlineData("{\"replies\":[{}],}"), InlineData("{/**/\"replies\":[{}]}"), InlineData("{\"replies\":[{}]} x")]
    [InlineData("{\"a\":{\"replies\":[{}]}}"), InlineData("<html>\"replies\"</html>"), InlineData("{'replies':[{}]}"), InlineData("{\"replies\":[{}]")]
    public void Read_AnythingElse_IsNoReply(string answer)
    {
        Assert.Empty(Replies.Read(Encoding.UTF8.GetBytes(answer), Sample.Event(), 10, Sample.Received, out var ignored));
        Assert.Equal(0, ignored);
    }

    [Fact]
    public void Read_DeepAnswer_IsNoReply() =>
        Assert.Empty(Read("{\"replies\":[{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}]}"));

    [Fact]
    public void Read_KeySpelledWithEscapes_IsTheSameKey() => Assert.Single(Read("""{"repl\u0069es":[{"type":"text","text":"x"}]}"""));

    [Theory, InlineData(0, 0), InlineData(1, 1), InlineData(10, 10)]
    public void Read_TooMany_AreIgnored(int max, int taken)
    {
        var answer = """{"replies":[""" + string.Join(',', Enumerable.Repeat("""{"type":"text"}""", 25)) + "]}";
        Assert.Equal(taken, Replies.Read(Encoding.UTF8.GetBytes(answer), Sample.Event(), max, Sample.Received, out var ignored).Count);
        Assert.Equal(25 - taken, ignored);
    }

    [Fact]
    public void Read_WrongShapesAmongThem_AreIgnored()
    {
        var sends = Replies.Read("""{"replies":[1,"x",null,[],{"text":"a"},true,{"text":"b"}]}"""u8.ToArray(), Sample.Event(), 10, Sample.Received, out var ignored);
        Assert.Equal(["a", "b"], sends.Select(send => Payload(send).GetProperty("message").GetProperty("text").GetString()));
        Assert.Equal(5, ignored);
    }

    [Theory, InlineData("ñandú ¿sí? 你好 👩‍👩‍👧‍👦 \\u0000 \\\" \\\\ \\/ \\n"), InlineData("\\ud83d\\udc4b")]
    public void Read_Unicode_ArrivesAsItWasWritten(string text)
    {
        var answer = $$"""{"replies":[{"text":"{{text}}"}]}""";
        var expected = JsonDocument.Parse(answer).RootElement.GetProperty("replies")[0].GetProperty("text").GetString();
        Assert.Equal(expected, Payload(Assert.Single(Read(answer))).GetProperty("message").GetProperty("text").GetString());
    }

    /// <summary>It was delivered: a reply that is no text must not bring the event back.</summary>
    [Theory, InlineData("\\ud800"), InlineData("\\udc4b x")]
    public void Read_HalfASurrogatePair_IsIgnored(string text)
    {
        var sends = Replies.Read(Encoding.UTF8.GetBytes($$"""{"replies":[{"text":"{{text}}"},{"text":"b"}]}"""), Sample.Event(), 10, Sample.Received, out var ignored);
        Assert.Single(sends);
        Assert.Equal(1, ignored);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_HoldNothingUp()
    {
        byte[] answer = [.. """{"replies":[{"text":"""u8, (byte)'"', 0xff, 0xfe, (byte)'"', .. "}]}"u8];
        var sends = Replies.Read(answer, Sample.Event(), 10, Sample.Received, out var ignored);
        Assert.Equal(1, sends.Count + ignored);
    }

    [Fact]
    public void Read_EventWithoutContact_IsParkedWithAReason()
    {
        var send = Assert.Single(Read("""{"replies":[{"text":"x"}]}""", Sample.Event("""{"kind":"account","provider":"meta","contactKey":null,"raw":{"contactKey":"no"}}""")));
        Assert.NotNull(send.ParkReason);
        Assert.Equal("send:main", send.LaneKey);
    }

    [Fact]
    public void Read_LegacyMessageBird_IsParkedWithAReason()
    {
        var send = Assert.Single(Read("""{"replies":[{"text":"x"}]}""", Sample.Event("""{"kind":"message","provider":"messagebird","contactKey":"+1"}""")));
        Assert.Contains("MessageBird", send.ParkReason, StringComparison.Ordinal);
    }

    /// <summary>The application is not asked again for a reply that it would only write the same way again.</summary>
    [Theory]
    [InlineData("""{"type":"fax","text":"x"}""", "messageType must be")]
    [InlineData("""{"type":"text"}""", "text is needed")]
    [InlineData("""{"text":"x","recipientPhone":"34600000000"}""", "recipientPhone is not a field")]
    public void Read_ReplyThatCannotBeSent_IsParkedWithWhatIsWrong(string reply, string problem)
    {
        var send = Assert.Single(Read($$"""{"replies":[{{reply}}]}"""));
        Assert.Contains(problem, send.ParkReason, StringComparison.Ordinal);
        Assert.Equal(Sample.Event().Id.ToString(), Payload(send).GetProperty("replyToEvent").GetString());
    }

    /// <summary>Providers nest deeper than a reader's default; the event is answered all the same.</summary>
    [Theory]
    [InlineData("{\"kind\":\"channel\",\"raw\":0}")]
    [InlineData("{\"contactKey\":{\"a\":[1]},\"provider\":7,\"conversationKey\":[],\"raw\":0}")]
    public void Read_OddEvents_AreAnswered(string json)
    {
        var deep = json.Replace("\"raw\":0", "\"raw\":" + new string('[', 300) + new string(']', 300), StringComparison.Ordinal);
        Assert.Equal(2, Read(Two, Sample.Event(deep)).Count);
    }

    private static IReadOnlyList<QueuedMessage> Read(string answer, QueuedMessage? message = null) =>
        Replies.Read(Encoding.UTF8.GetBytes(answer), message ?? Sample.Event(), 10, Sample.Received, out _);

    private static JsonElement Payload(QueuedMessage send)
    {
        Assert.Equal((byte)PayloadFormat.Plain, send.Payload.Span[0]);
        return JsonDocument.Parse(send.Payload[1..]).RootElement;
    }
}
