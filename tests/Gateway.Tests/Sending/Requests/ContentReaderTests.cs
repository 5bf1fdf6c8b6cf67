using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>Text, media, templates, places and reactions.</summary>
public sealed class ContentReaderTests
{
    private const string Url = "\"mediaUrl\":\"https://files.example.com/a.jpg\"";

    [Fact]
    public void Text_WithPreview_IsTaken()
    {
        var message = Ask.Taken("\"messageType\":\"text\",\"content\":\"línea 1\\nlínea 2 👍\",\"previewUrl\":true");
        Assert.Equal((OutboundType.Text, "línea 1\nlínea 2 👍", true), (message.Type, message.Text, message.PreviewUrl));
    }

    [Theory]
    [InlineData("", "content: is needed"), InlineData(",\"content\":null", "content: is needed"), InlineData(",\"content\":\" \\n\"", "content: must not be blank")]
    [InlineData(",\"content\":\"\"", "content: must have 1 to 4096 characters, has 0"), InlineData(",\"content\":1", "content: must be a text")]
    public void Text_WithoutOne_IsRefusedOnce(string content, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"text\"" + content));

    [Fact]
    public void Text_Longest_IsTaken_AndRefusedBeyond()
    {
        Assert.Equal(4096, Ask.Taken($"\"messageType\":\"text\",\"content\":\"{Ask.Chars(4096)}\"").Text!.Length);
        Assert.Equal(["content: must have 1 to 4096 characters, has 4097"], Ask.Refused($"\"messageType\":\"text\",\"content\":\"{Ask.Chars(4097)}\""));
    }

    [Theory]
    [InlineData("image", OutboundType.Image), InlineData("video", OutboundType.Video), InlineData("audio", OutboundType.Audio), InlineData("document", OutboundType.Document), InlineData("sticker", OutboundType.Sticker)]
    public void Media_EachKind_IsTakenUnderBothNames(string kind, OutboundType expected)
    {
        Assert.Equal(expected, Ask.Taken($"\"messageType\":\"media\",\"mediaType\":\"{kind}\",{Url}").Type);
        Assert.Equal(expected, Ask.Taken($"\"messageType\":\"{kind}\",{Url}").Type);
        Assert.Equal(["mediaType: is not a field of this request"], Ask.Refused($"\"messageType\":\"{kind}\",\"mediaType\":\"{kind}\",{Url}"));
    }

    [Fact]
    public void Media_Everything_IsTaken()
    {
        var message = Ask.Taken($"\"messageType\":\"document\",{Url},\"caption\":\"c\",\"mimeType\":\"application/pdf\",\"fileName\":\"f.pdf\"");
        Assert.Equal(("c", new OutboundMedia("https://files.example.com/a.jpg", null, "application/pdf", "f.pdf")), (message.Text, message.Media));
        Assert.Equal(new OutboundMedia(null, "1", null, null), Ask.Taken("\"messageType\":\"image\",\"mediaId\":\"1\"").Media);
    }

    [Fact]
    public void Media_Content_IsTheCaptionWhereNoneIsGiven()
    {
        Assert.Equal("c", Ask.Taken($"\"messageType\":\"image\",{Url},\"content\":\"c\"").Text);
        Assert.Equal("d", Ask.Taken($"\"messageType\":\"image\",{Url},\"content\":\"c\",\"caption\":\"d\"").Text);
        Assert.Equal(["content: must have 1 to 1024 characters as a caption, has 1025"], Ask.Refused($"\"messageType\":\"image\",{Url},\"content\":\"{Ask.Chars(1025)}\""));
    }

    [Theory]
    [InlineData("", "mediaUrl: is needed, or mediaId")]
    [InlineData(",\"mediaUrl\":\"https://a.example/x\",\"mediaId\":\"1\"", "mediaUrl: and mediaId cannot both be given")]
    [InlineData(",\"mediaUrl\":1", "mediaUrl: must be a text")]
    [InlineData(",\"mediaUrl\":\"https://a.example/\\r\\nX: y\"", "mediaUrl: must not hold control characters")]
    [InlineData(",\"mediaId\":\"1\\u0000\"", "mediaId: must not hold control characters")]
    [InlineData(",\"mediaId\":\"1\",\"mimeType\":\"image/png\\r\\nX: y\"", "mimeType: must not hold control characters")]
    [InlineData(",\"mediaId\":\"1\",\"fileName\":\"a\\nb\"", "fileName: must not hold control characters")]
    [InlineData(",\"mediaId\":\"1\",\"caption\":\"\"", "caption: must have 1 to 1024 characters, has 0")]
    public void Media_Wrong_IsRefusedOnce(string fields, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"image\"" + fields));

    [Theory]
    [InlineData("http://127.0.0.1/a"), InlineData("http://localhost/a"), InlineData("http://[::1]/a"), InlineData("http://169.254.169.254/latest"), InlineData("ftp://a.example/x"), InlineData("file:///etc/passwd"), InlineData("/a"), InlineData("http://intranet/a")]
    public void MediaUrl_FromInsideOrNoAddress_IsRefused(string url) =>
        Assert.StartsWith("mediaUrl: is refused: ", Assert.Single(Ask.Refused($"\"messageType\":\"image\",\"mediaUrl\":\"{url}\"")), StringComparison.Ordinal);

    [Theory]
    [InlineData("mediaUrl", 2048, "https://a.example/"), InlineData("mediaId", 512, ""), InlineData("mimeType", 128, ""), InlineData("fileName", 240, ""), InlineData("caption", 1024, "")]
    public void Media_AtItsLongest_IsTaken_AndRefusedBeyond(string field, int most, string start)
    {
        var source = field is "mediaUrl" or "mediaId" ? "" : ",\"mediaId\":\"1\"";
        Assert.Empty(Ask.Send($"\"messageType\":\"image\"{source},\"{field}\":\"{start}{Ask.Chars(most - start.Length)}\"").Problems);
        Assert.Equal([$"{field}: must have 1 to {most} characters, has {most + 1}"], Ask.Refused($"\"messageType\":\"image\"{source},\"{field}\":\"{start}{Ask.Chars(most + 1 - start.Length)}\""));
    }

    [Theory]
    [InlineData("audio", "caption"), InlineData("audio", "content"), InlineData("sticker", "caption"), InlineData("sticker", "content")]
    public void Caption_OfWhatHasNone_IsRefusedUnderItsName(string kind, string field) =>
        Assert.Equal([$"{field}: cannot go with {kind}"], Ask.Refused($"\"messageType\":\"{kind}\",{Url},\"{field}\":\"c\""));

    [Theory, InlineData("", "mediaType: is needed"), InlineData(",\"mediaType\":\"gif\"", "mediaType: must be image, video, audio, document or sticker"), InlineData(",\"mediaType\":[]", "mediaType: must be a text")]
    public void MediaType_Wrong_IsRefusedOnce(string field, string problem) => Assert.Equal([problem], Ask.Refused($"\"messageType\":\"media\",{Url},\"replyTo\":\"1\"{field}"));

    [Theory]
    [InlineData("{\"name\":\"reopen\"}", ""), InlineData("{\"name\":\"reopen\",\"language\":\"es\"}", "es"), InlineData("{\"name\":\"reopen\",\"language\":{\"code\":\"en_US\",\"policy\":\"deterministic\"}}", "en_US")]
    public void Template_Languages_AreRead(string template, string language)
    {
        var message = Ask.Taken($"\"messageType\":\"template\",\"template\":{template}");
        Assert.Equal((OutboundType.Template, new OutboundTemplate("reopen", language, null)), (message.Type, message.Template));
    }

    [Fact]
    public void Template_Components_ArriveAsTheyAre() =>
        Assert.Equal(
            """[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]""",
            Ask.Taken("""
                "messageType":"template","template":{"name":"n","components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}
                """).Template!.Components!.Value.GetRawText());

    [Theory]
    [InlineData("", "template: is needed: name, language, components"), InlineData(",\"template\":\"reopen\"", "template: must be an object"), InlineData(",\"template\":{}", "template.name: is needed")]
    [InlineData(",\"template\":{\"name\":\"a\\nb\"}", "template.name: must not hold control characters"), InlineData(",\"template\":{\"name\":\"a\",\"x\":1}", "template.x: is not a field of this request")]
    [InlineData(",\"template\":{\"name\":\"a\",\"language\":1}", "template.language: must be an object"), InlineData(",\"template\":{\"name\":\"a\",\"language\":{}}", "template.language.code: is needed")]
    [InlineData(",\"template\":{\"name\":\"a\",\"language\":\"es\\r\\n\"}", "template.language: must not hold control characters"), InlineData(",\"template\":{\"name\":\"a\",\"language\":\"12345678901234567\"}", "template.language: must have 1 to 16 characters, has 17")]
    [InlineData(",\"template\":{\"name\":\"a\",\"components\":{}}", "template.components: must be a list")]
    public void Template_Wrong_IsRefusedOnce(string fields, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"template\",\"replyTo\":\"1\"" + fields));

    [Fact]
    public void Template_Components_AreBounded()
    {
        Assert.Equal(["template.components: is too large: at most 16384 characters"], Ask.Refused($"\"messageType\":\"template\",\"template\":{{\"name\":\"a\",\"components\":[\"{Ask.Chars(16384)}\"]}}"));
        Assert.StartsWith("template.components: holds half", Assert.Single(Ask.Refused($"\"messageType\":\"template\",\"template\":{{\"name\":\"a\",\"components\":{new string('[', 17)}{new string(']', 17)}}}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Location_Everything_IsTaken() =>
        Assert.Equal(new OutboundLocation(-90, 180, "n", "a"), Ask.Taken("\"messageType\":\"location\",\"location\":{\"latitude\":-90,\"longitude\":180.0,\"name\":\"n\",\"address\":\"a\"}").Location);

    [Theory]
    [InlineData("", "location: is needed: latitude, longitude, name, address"), InlineData(",\"location\":[1,2]", "location: must be an object")]
    [InlineData(",\"location\":{\"latitude\":1}", "location.longitude: is needed"), InlineData(",\"location\":{\"latitude\":90.1,\"longitude\":0}", "location.latitude: must be a number from -90 to 90")]
    [InlineData(",\"location\":{\"latitude\":0,\"longitude\":-180.1}", "location.longitude: must be a number from -180 to 180"), InlineData(",\"location\":{\"latitude\":\"1\",\"longitude\":0}", "location.latitude: must be a number from -90 to 90")]
    [InlineData(",\"location\":{\"latitude\":1e400,\"longitude\":0}", "location.latitude: must be a number from -90 to 90"), InlineData(",\"location\":{\"latitude\":1,\"longitude\":0,\"name\":\"a\\u0000\"}", "location.name: must not hold control characters")]
    [InlineData(",\"location\":{\"latitude\":1,\"longitude\":0,\"url\":\"x\"}", "location.url: is not a field of this request")]
    public void Location_Wrong_IsRefusedOnce(string fields, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"location\"" + fields));

    [Theory, InlineData("👍", false), InlineData("", true)]
    public void Reaction_EmojiOrNone_IsTaken(string emoji, bool fromMe) =>
        Assert.Equal(new OutboundReaction("wamid.1", emoji, fromMe), Ask.Taken($"\"messageType\":\"reaction\",\"reaction\":{{\"messageId\":\"wamid.1\",\"emoji\":\"{emoji}\",\"fromMe\":{(fromMe ? "true" : "false")}}}").Reaction);

    [Theory]
    [InlineData("", "reaction: is needed: messageId, emoji"), InlineData(",\"reaction\":null", "reaction: is needed: messageId, emoji"), InlineData(",\"reaction\":{\"emoji\":\"x\"}", "reaction.messageId: is needed")]
    [InlineData(",\"reaction\":{\"messageId\":\"1\"}", "reaction.emoji: is needed: empty takes an earlier one back"), InlineData(",\"reaction\":{\"messageId\":\"1\\r\\n\",\"emoji\":\"x\"}", "reaction.messageId: must not hold control characters")]
    [InlineData(",\"reaction\":{\"messageId\":\"1\",\"emoji\":\"x\",\"fromMe\":1}", "reaction.fromMe: must be true or false")]
    public void Reaction_Wrong_IsRefusedOnce(string fields, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"reaction\"" + fields));
}
