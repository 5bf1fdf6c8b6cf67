using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.BirdV1;

public sealed class BirdV1NormaliserTests
{
    [Fact]
    public void Normalise_ContactWithoutPhone_IsTheUserId()
    {
        var read = Normalised.One("bird-v1", Bodies.Text("bird-v1", "\"hi\"").Replace("\"phone_number\":\"+15550001001\"", "\"bsuid\":\"US.13\"", StringComparison.Ordinal));
        Assert.Equal((EventKind.Message, "US.13", "US.13"), (read.Kind, read.ContactKey, read.Bsuid));
    }

    [Theory]
    [InlineData("\"document\":{\"id\":\"f\",\"filename\":\"a.pdf\",\"mime_type\":\"application/pdf\"}", "document")]
    [InlineData("\"video\":{\"id\":\"f\"}", "video")]
    [InlineData("\"sticker\":{\"animated\":true}", "sticker")]
    public void Normalise_Media_IsRead(string content, string type)
    {
        var read = WithContent(content);
        Assert.Equal((EventKind.Message, type), (read.Kind, read.Type));
    }

    [Theory]
    [InlineData("\"hologram\":{}")]
    [InlineData("\"text\":\"hi\"")]
    [InlineData("\"text\":{\"body\":7}")]
    [InlineData("\"location\":{\"latitude\":\"1\"}")]
    public void Normalise_ContentWeDoNotKnow_KeepsItsPlaceInTheConversation(string content)
    {
        var read = WithContent(content);
        Assert.Equal((EventKind.Unknown, "bird-v1:m1", "bird-v1:+15550009001:+15550001001"), (read.Kind, read.DedupeKey, read.ConversationKey));
    }

    [Fact]
    public void Normalise_OurNumberMissing_IsTheConfiguredOne()
    {
        var body = Bodies.Text("bird-v1", "\"hi\"").Replace("\"phone_number\":\"+15550009001\"", "", StringComparison.Ordinal);
        Assert.Equal("+15550009001", Normalised.One("bird-v1", body, Build.Number("bird-v1", phone: "+15550009001")).ChannelKey);
        Assert.Equal(EventKind.Unknown, Normalised.One("bird-v1", body).Kind);
    }

    [Theory]
    [InlineData("""{"type":"whatsapp.exploded","data":{}}""", "whatsapp.exploded")]
    [InlineData("""{"type":"sms.received","data":{}}""", "sms.received")]
    [InlineData("""{"type":"whatsapp.received","data":7}""", "whatsapp.received")]
    [InlineData("""{"type":7,"data":{}}""", null)]
    [InlineData("{}", null)]
    public void Normalise_OddEnvelope_KeepsTheWholeObject(string body, string? type)
    {
        var read = Normalised.One("bird-v1", body);
        Assert.Equal((EventKind.Unknown, type, body), (read.Kind, read.Type, Normalised.Raw(read)));
    }

    private static InboundEvent WithContent(string content) =>
        Normalised.One("bird-v1", Bodies.Text("bird-v1", "\"hi\"").Replace("\"text\":{\"body\":\"hi\"}", content, StringComparison.Ordinal));
}
