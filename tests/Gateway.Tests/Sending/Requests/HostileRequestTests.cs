using System.Text.Json;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>I08 and its kin: fields that end up in headers, addresses and logs of ours or of a provider hold no line ends, and whatever is taken can be stored.</summary>
public sealed class HostileRequestTests
{
    private static readonly string[] Controls = ["\\r\\n", "\\n", "\\u0000", "\\u001b", "\\u007f", "\\u0085"];

    public static TheoryData<string> Names() =>
    [
        """ "recipientPhone":"34600000000?" """,
        """ "messageType":"text","content":"x","from":"main?" """,
        """ "messageType":"text","content":"x","replyTo":"wamid?1" """,
        """ "messageType":"text","content":"x","idempotencyKey":"k?" """,
        """ "messageType":"text?","content":"x" """,
        """ "messageType":"image","mediaUrl":"https://a.example/?x" """,
        """ "messageType":"image","mediaId":"1?" """,
        """ "messageType":"image","mediaId":"1","mimeType":"image/png?" """,
        """ "messageType":"image","mediaId":"1","fileName":"a?.png" """,
        """ "messageType":"template","template":{"name":"a?","language":"es"} """,
        """ "messageType":"template","template":{"name":"a","language":"e?"} """,
        """ "messageType":"template","template":{"name":"a","language":{"code":"e?"}} """,
        """ "messageType":"reaction","reaction":{"messageId":"a?","emoji":"x"} """,
        """ "messageType":"location","location":{"latitude":1,"longitude":1,"name":"a?"} """,
        """ "messageType":"interactive","interactive":{"type":"buttons","body":"b","buttons":[{"id":"1?","title":"t"}]} """,
        """ "messageType":"interactive","interactive":{"type":"buttons","body":"b","header":"h?","buttons":[{"id":"1","title":"t"}]} """,
        """ "messageType":"interactive","interactive":{"type":"list","body":"b","button":"o?","sections":[{"rows":[{"id":"1","title":"t"}]}]} """,
        """ "messageType":"interactive","interactive":{"type":"list","body":"b","button":"o","sections":[{"rows":[{"id":"1?","title":"t"}]}]} """,
    ];

    [Theory, MemberData(nameof(Names))]
    public void Read_ControlCharactersInNamesAndIds_AreRefused(string fields)
    {
        foreach (var control in Controls)
        {
            var json = fields.Replace("?", control, StringComparison.Ordinal);
            Assert.NotEmpty(Ask.Refused(Ask.Read(json.Contains("recipientPhone", StringComparison.Ordinal) ? $"{{{json},\"messageType\":\"text\",\"content\":\"x\"}}" : $"{{\"recipientPhone\":\"34600000000\",{json}}}")));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Read_HalfASurrogatePair_IsRefused(string fields)
    {
        var json = fields.Replace("?", "\\ud800", StringComparison.Ordinal);
        Assert.NotEmpty(Ask.Refused(Ask.Read(json.Contains("recipientPhone", StringComparison.Ordinal) ? $"{{{json},\"messageType\":\"text\",\"content\":\"x\"}}" : $"{{\"recipientPhone\":\"34600000000\",{json}}}")));
    }

    [Theory]
    [InlineData("\"messageType\":\"text\",\"content\":\"\\udc00\"", "content")]
    [InlineData("\"messageType\":\"text\",\"content\":\"x\",\"metadata\":{\"a\":[\"\\ud800\"]}", "metadata")]
    [InlineData("\"messageType\":\"text\",\"content\":\"x\",\"metadata\":{\"\\ud800\":1}", "metadata")]
    [InlineData("\"messageType\":\"template\",\"template\":{\"name\":\"a\",\"components\":[{\"text\":\"\\ud800\"}]}", "template.components")]
    public void Read_TextThatCannotBeWrittenAgain_IsRefusedUnderItsField(string fields, string field) =>
        Assert.Equal(field, Assert.Single(Ask.Send(fields).Problems).Field);

    /// <summary>A message may hold anything that is text: the customer reads it, no header does.</summary>
    [Theory]
    [InlineData("\\u0000\\r\\n\\t\\u001b[2J"), InlineData("\\u202e\\u200b\\ufeff"), InlineData("👩‍👩‍👧‍👦 ñ 你好"), InlineData("\\ud83d\\udc4b"), InlineData("</script>\\\"{}")]
    public void Content_AnyText_ArrivesAsItIs(string content)
    {
        var (request, problems) = Ask.Send($"\"messageType\":\"text\",\"content\":\"{content}\"");
        Assert.Empty(problems);
        var again = SendJobCodec.Decode(SendJobCodec.Encode(request!.Job))!;
        Assert.Equal(JsonSerializer.Deserialize<string>($"\"{content}\""), again.Message.Text);
    }

    [Fact]
    public void Fields_WithHugeOrOddNames_AreNamedShortAndOnOneLine()
    {
        var (_, problems) = Ask.Send($"\"messageType\":\"text\",\"content\":\"x\",\"{Ask.Chars(63)}👍{Ask.Chars(10_000)}\":1,\"a\\r\\nb\\u0000\":2");
        Assert.Equal([Ask.Chars(63), "a  b "], problems.Select(problem => problem.Field));
    }

    [Fact]
    public void Read_EveryFieldOfEveryWrongKind_IsRefusedAndNeverThrows()
    {
        string[] kinds = ["null", "true", "7", "-1e309", "\"\"", "\"x\"", "[]", "[[]]", "[null]", "{}", "{\"a\":{}}", "[{}]", "\"\\ud800\""];
        string[] fields = ["recipientPhone", "content", "from", "priority", "replyTo", "expiresAt", "idempotencyKey", "metadata", "scheduledFor", "previewUrl", "mediaType", "mediaUrl", "mediaId", "caption", "mimeType", "fileName", "template", "interactive", "location", "reaction", "messageType"];
        string[] types = ["text", "media", "image", "template", "interactive", "location", "reaction", "nope"];
        foreach (var (field, kind, type) in fields.SelectMany(field => kinds.SelectMany(kind => types.Select(type => (field, kind, type)))))
        {
            var start = field == "messageType" ? "" : $"\"messageType\":\"{type}\",";
            var (request, problems) = Ask.Read($"{{{start}\"{field}\":{kind}}}", isScheduled: true);
            Assert.Null(request);
            Assert.NotEmpty(problems);
            Assert.Equal(problems.Distinct(), problems);
        }
    }

    [Fact]
    public void Read_InnerFieldsOfEveryWrongKind_AreRefusedAndNeverThrow()
    {
        string[] kinds = ["null", "true", "7", "\"\"", "\"x\"", "[]", "[[]]", "[null]", "{}", "[{}]", "[{\"rows\":[{}]}]", "[{\"rows\":7}]", "[{\"reply\":7}]", "{\"text\":7}", "\"\\ud800\""];
        (string Part, string[] Fields)[] parts =
        [
            ("template", ["name", "language", "components"]), ("location", ["latitude", "longitude", "name", "address"]), ("reaction", ["messageId", "emoji", "fromMe"]),
            ("interactive", ["type", "body", "text", "header", "footer", "buttons", "button", "sections", "action"]),
        ];
        foreach (var (part, field, kind) in parts.SelectMany(p => p.Fields.SelectMany(field => kinds.Select(kind => (p.Part, field, kind)))))
        {
            foreach (var more in part == "interactive" && field != "type" ? (string[])["\"type\":\"buttons\",", "\"type\":\"list\",", ""] : [""])
            {
                var (request, problems) = Ask.Send($"\"messageType\":\"{part}\",\"{part}\":{{{more}\"{field}\":{kind}}}");
                Assert.Equal(request is null, problems.Count > 0);
            }
        }
    }

    [Fact]
    public void Read_ProblemsThatStoodBefore_AreLeftAlone()
    {
        using var document = JsonDocument.Parse("""{"recipientPhone":"34600000000","messageType":"text","content":"x"}""");
        var problems = new List<ErrorDetail> { new("other", "is wrong") };
        Assert.NotNull(SendRequestReader.Read(document.RootElement, mustBeScheduled: false, Ask.Now, problems, out _));
        Assert.Single(problems);
    }
}
