using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.MessageBird;

public sealed class MessageBirdNormaliserTests
{
    [Fact]
    public void Normalise_SentOutsideOfUs_IsAnEcho()
    {
        var read = Message("message.created", """ "from":"+15550009001","to":"+15550001001","direction":"sent","type":"text","content":{"text":"hi"} """);
        Assert.Equal((EventKind.Echo, "+15550001001", "+15550009001", "hi"), (read.Kind, read.ContactKey, read.BusinessNumber, read.Text));
    }

    [Fact]
    public void Normalise_StateOfAReceivedMessage_IsIgnored() =>
        Assert.Equal(EventKind.Ignored, Message("message.updated", """ "from":"+15550001001","to":"+15550009001","direction":"received","status":"read","type":"text","content":{"text":"hi"} """).Kind);

    [Theory]
    [InlineData("conversation.created")]
    [InlineData("conversation.updated")]
    public void Normalise_Conversation_IsIgnored(string type) => Assert.Equal(EventKind.Ignored, Message(type, "\"x\":1").Kind);

    [Theory]
    [InlineData("image", "{\"image\":{\"url\":\"https://u\",\"caption\":\"c\"}}", "image", "c")]
    [InlineData("video", "{\"video\":{\"url\":\"https://u\"}}", "video", null)]
    [InlineData("audio", "{\"audio\":{\"url\":\"https://u\"}}", "audio", null)]
    [InlineData("file", "{\"file\":{\"url\":\"https://u\",\"caption\":\"c\"}}", "document", "c")]
    public void Normalise_Media_IsRead(string type, string content, string ours, string? text)
    {
        var read = Received($@"""type"":""{type}"",""content"":{content}");
        Assert.Equal((EventKind.Message, ours, text, "https://u"), (read.Kind, read.Type, read.Text, read.MediaUrl));
    }

    [Theory]
    [InlineData("\"type\":\"hsm\",\"content\":{\"hsm\":{}}")]
    [InlineData("\"type\":\"text\",\"content\":{\"text\":7}")]
    [InlineData("\"type\":\"text\",\"content\":\"hi\"")]
    [InlineData("\"type\":\"text\"")]
    public void Normalise_ContentWeDoNotKnow_KeepsItsPlaceInTheConversation(string content)
    {
        var read = Received(content);
        Assert.Equal((EventKind.Unknown, "messagebird:c1:m1", "messagebird:c1:+15550001001"), (read.Kind, read.DedupeKey, read.ConversationKey));
    }

    [Theory]
    [InlineData("pending", "accepted", "pending")]
    [InlineData("delivered", "delivered", null)]
    [InlineData("deleted", "unknown", "deleted")]
    public void Normalise_StatusWord_IsOurs(string word, string status, string? own)
    {
        var read = Message("message.updated", $@"""from"":""+15550009001"",""to"":""+15550001001"",""direction"":""sent"",""status"":""{word}""");
        Assert.Equal((EventKind.Status, status, own), (read.Kind, read.Status, read.ProviderStatus));
    }

    [Theory]
    [InlineData("""{"type":"message.created"}""")]
    [InlineData("""{"type":"message.created","message":{"direction":"up"}}""")]
    [InlineData("{}")]
    public void Normalise_OddEnvelope_KeepsTheWholeObject(string body)
    {
        var read = Normalised.One("messagebird", body);
        Assert.Equal((EventKind.Unknown, body), (read.Kind, Normalised.Raw(read)));
    }

    private static InboundEvent Received(string properties) =>
        Message("message.created", $@"""from"":""+15550001001"",""to"":""+15550009001"",""direction"":""received"",{properties}");

    private static InboundEvent Message(string type, string properties) =>
        Normalised.One("messagebird", $@"{{""type"":""{type}"",""message"":{{""id"":""m1"",""channelId"":""c1"",{properties}}}}}");
}
