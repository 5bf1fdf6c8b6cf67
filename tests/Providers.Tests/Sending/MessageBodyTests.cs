using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>Bodies that no recorded exchange shows.</summary>
public sealed class MessageBodyTests
{
    [Theory]
    [InlineData("meta", """{"type":"video","video":{"link":"https://example.com/a.jpg","caption":"A"}}""")]
    [InlineData("bird", """{"body":{"type":"file","file":{"files":[{"mediaUrl":"https://example.com/a.jpg","contentType":"video/mp4"}],"text":"A"}}}""")]
    [InlineData("bird-v1", """{"video":{"url":"https://example.com/a.jpg","caption":"A"}}""")]
    [InlineData("evolution", """{"number":"15550001001","mediatype":"video","mimetype":"video/mp4","caption":"A","media":"https://example.com/a.jpg"}""")]
    public void Send_Video_IsWritten(string provider, string expected) =>
        AssertHolds(provider, Sample.Media(OutboundType.Video, caption: "A", mime: "video/mp4"), expected);

    [Theory]
    [InlineData("meta", """{"type":"audio","audio":{"link":"https://example.com/a.jpg"}}""")]
    [InlineData("bird", """{"body":{"type":"file","file":{"files":[{"mediaUrl":"https://example.com/a.jpg","contentType":"audio/ogg"}]}}}""")]
    [InlineData("bird-v1", """{"audio":{"url":"https://example.com/a.jpg"}}""")]
    [InlineData("evolution", """{"number":"15550001001","audio":"https://example.com/a.jpg"}""", "/message/sendWhatsAppAudio/sales-01")]
    public void Send_Audio_IsWritten(string provider, string expected, string? path = null) =>
        AssertHolds(provider, Sample.Media(OutboundType.Audio, mime: "audio/ogg"), expected, path);

    [Theory]
    [InlineData("meta", """{"type":"sticker","sticker":{"link":"https://example.com/a.jpg"}}""")]
    [InlineData("bird-v1", """{"sticker":{"url":"https://example.com/a.jpg"}}""")]
    [InlineData("evolution", """{"number":"15550001001","sticker":"https://example.com/a.jpg"}""", "/message/sendSticker/sales-01")]
    public void Send_Sticker_IsWritten(string provider, string expected, string? path = null) =>
        AssertHolds(provider, Sample.Media(OutboundType.Sticker), expected, path);

    [Theory]
    [InlineData("meta", """{"type":"document","document":{"link":"https://example.com/a.jpg","filename":"a.pdf"}}""")]
    [InlineData("bird", """{"body":{"type":"file","file":{"files":[{"mediaUrl":"https://example.com/a.jpg","filename":"a.pdf"}]}}}""")]
    [InlineData("bird-v1", """{"document":{"url":"https://example.com/a.jpg","filename":"a.pdf"}}""")]
    [InlineData("evolution", """{"number":"15550001001","mediatype":"document","media":"https://example.com/a.jpg","fileName":"a.pdf"}""", "/message/sendMedia/sales-01")]
    public void Send_Document_IsWritten(string provider, string expected, string? path = null) =>
        AssertHolds(provider, Sample.Media(OutboundType.Document, file: "a.pdf"), expected, path);

    [Theory]
    [InlineData("meta", """{"type":"location","location":{"latitude":-34.6,"longitude":-58.38,"name":"N","address":"A"}}""")]
    [InlineData("bird", """{"body":{"type":"location","location":{"coordinates":{"latitude":-34.6,"longitude":-58.38},"location":{"label":"N","address":"A"}}}}""")]
    [InlineData("bird-v1", """{"location":{"latitude":-34.6,"longitude":-58.38,"name":"N","address":"A"}}""")]
    [InlineData("evolution", """{"number":"15550001001","name":"N","address":"A","latitude":-34.6,"longitude":-58.38}""", "/message/sendLocation/sales-01")]
    public void Send_Location_IsWritten(string provider, string expected, string? path = null) =>
        AssertHolds(provider, Sample.Location("N", "A"), expected, path);

    [Fact]
    public void Send_EvolutionLocationWithoutNames_HoldsWhatItsSchemaRequires() =>
        AssertHolds("evolution", Sample.Location(), """{"name":"","address":"","latitude":-34.6,"longitude":-58.38}""");

    [Fact]
    public void Send_EvolutionReaction_NamesTheWholeKey() => AssertHolds(
        "evolution", Sample.Reaction("3EB0", "", fromMe: true), """{"key":{"remoteJid":"15550001001@s.whatsapp.net","fromMe":true,"id":"3EB0"},"reaction":""}""", "/message/sendReaction/sales-01");

    [Fact]
    public void Send_MetaReactionTakenBack_HasAnEmptyEmoji() =>
        AssertHolds("meta", Sample.Reaction("wamid.1", ""), """{"type":"reaction","reaction":{"message_id":"wamid.1","emoji":""}}""");

    [Theory]
    [InlineData(null, """{"title":"Confirm?","buttons":[{"type":"reply","displayText":"Yes","id":"yes"},{"type":"reply","displayText":"No","id":"no"}]}""")]
    [InlineData("Head", """{"title":"Head","description":"Confirm?","footer":"Foot"}""")]
    public void Send_EvolutionButtons_AlwaysHaveATitle(string? header, string expected) =>
        AssertHolds("evolution", Sample.Buttons(header, header is null ? null : "Foot"), expected, "/message/sendButtons/sales-01");

    [Theory]
    [InlineData("meta", "555555555", """{"recipient_type":"group","to":"555555555"}""")]
    [InlineData("bird", "US.134", """{"receiver":{"contacts":[{"identifierKey":"whatsappbsuid","identifierValue":"US.134"}]}}""")]
    [InlineData("evolution", "100000000000102@lid", """{"number":"100000000000102@lid"}""")]
    [InlineData("evolution", "120363000000000007@g.us", """{"number":"120363000000000007@g.us"}""")]
    [InlineData("evolution", "5511900000001-1500000000@g.us", """{"number":"5511900000001-1500000000@g.us"}""")]
    public void Send_OtherRecipients_AreAddressed(string provider, string to, string expected) => AssertHolds(provider, Sample.Text(to: to), expected);

    [Theory]
    [InlineData("bird", """{"replyTo":{"id":"m1","type":"message"}}""")]
    [InlineData("evolution", """{"quoted":{"key":{"id":"m1"}}}""")]
    public void Send_Reply_Quotes(string provider, string expected) => AssertHolds(provider, Sample.Text() with { ReplyTo = "m1" }, expected);

    [Fact]
    public void Send_BirdTemplate_ParametersAreNamedOrCounted()
    {
        const string Components = """
            [{"type":"header","parameters":[{"type":"text","text":"H"}]},
             {"type":"body","parameters":[{"type":"text","parameter_name":"name","text":"Ana"},{"type":"text","text":"7"}]},
             {"type":"button"}]
            """;
        AssertHolds("bird", Sample.Template("p", "es", Components), """
            {"template":{"projectId":"p","version":"latest","locale":"es","parameters":
              [{"type":"string","key":"1","value":"H"},{"type":"string","key":"name","value":"Ana"},{"type":"string","key":"3","value":"7"}]}}
            """);
    }

    [Fact]
    public void Send_TemplateWithoutParameters_HasNoComponents()
    {
        foreach (var provider in new[] { "meta", "bird-v1" })
        {
            Assert.False(Body(provider, Sample.Template("t", "es", null)).GetProperty("template").TryGetProperty("components", out _));
        }

        AssertHolds("bird", Sample.Template("t", "es", null), """{"template":{"projectId":"t","version":"latest","locale":"es","parameters":[]}}""");
    }

    [Fact]
    public void Send_SameMessageTwice_IsTheSameCall()
    {
        foreach (var provider in Sample.Senders)
        {
            Assert.Equal(Body(provider, Sample.Text()).GetRawText(), Body(provider, Sample.Text()).GetRawText());
        }
    }

    [Fact]
    public void MarkRead_Evolution_NamesTheMessage()
    {
        var call = Sample.Protocol("evolution").MarkRead("3EB0", "100000000000102@lid", Sample.Account("evolution"), typing: true)!;
        Assert.Equal("/chat/markMessageAsRead/sales-01", call.Url.AbsolutePath);
        Holds(Sample.Json("""{"readMessages":[{"remoteJid":"100000000000102@lid","fromMe":false,"id":"3EB0"}]}"""), Sample.Json(Encoding.UTF8.GetString(call.Body.Span)));
    }

    [Theory, InlineData("bird"), InlineData("bird-v1")]
    public void MarkRead_NotDocumented_IsNone(string provider) =>
        Assert.Null(Sample.Protocol(provider).MarkRead("m", Sample.To, Sample.Account(provider), typing: false));

    private static JsonElement Body(string provider, OutboundMessage message)
    {
        var protocol = Sample.Protocol(provider);
        Assert.Null(protocol.Refusal(message));
        return Sample.Json(Encoding.UTF8.GetString(protocol.Send(message, Sample.Account(provider), Sample.Correlation).Body.Span));
    }

    private static void AssertHolds(string provider, OutboundMessage message, string expected, string? path = null)
    {
        Holds(Sample.Json(expected), Body(provider, message));
        if (path is not null)
        {
            Assert.Equal(path, Sample.Protocol(provider).Send(message, Sample.Account(provider), Sample.Correlation).Url.AbsolutePath);
        }
    }

    // At the top ours may hold more; what is inside must be the same.
    private static void Holds(JsonElement expected, JsonElement actual) =>
        Assert.All(expected.EnumerateObject(), property => Assert.True(JsonElement.DeepEquals(property.Value, actual.GetProperty(property.Name)), $"{property.Name}: {actual}"));
}
