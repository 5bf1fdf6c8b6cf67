using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>Buttons and lists.</summary>
public sealed class InteractiveReaderTests
{
    private const string Rows = "\"sections\":[{\"rows\":[{\"id\":\"1\",\"title\":\"t\"}]}]";
    private const string One = "\"buttons\":[{\"id\":\"1\",\"title\":\"t\"}]";

    [Fact]
    public void Buttons_ShortForm_IsTaken()
    {
        var message = Taken("""{"type":"buttons","body":"¿A\nqué hora?","header":"h","footer":"f","buttons":[{"id":"8","title":"20:00"},{"type":"reply","id":"9","title":"21:00"}]}""");
        Assert.Equal((OutboundType.Buttons, "¿A\nqué hora?"), (message.Type, message.Text));
        Assert.Equal(("h", "f", null), (message.Interactive!.Header, message.Interactive.Footer, message.Interactive.ButtonText));
        Assert.Equal([new OutboundButton("8", "20:00"), new OutboundButton("9", "21:00")], message.Interactive.Buttons);
        Assert.Empty(message.Interactive.Sections);
    }

    [Fact]
    public void Buttons_FormOfMeta_IsTheSame()
    {
        var message = Taken("""
            {"type":"button","header":{"type":"text","text":"h"},"body":{"text":"b\nc"},"footer":{"text":"f"},"action":{"buttons":[{"type":"reply","reply":{"id":"8","title":"20:00"}}]}}
            """);
        Assert.Equal((OutboundType.Buttons, "b\nc", "h", "f"), (message.Type, message.Text, message.Interactive!.Header, message.Interactive.Footer));
        Assert.Equal([new OutboundButton("8", "20:00")], message.Interactive.Buttons);
    }

    [Theory]
    [InlineData("""{"type":"list","body":"b","button":"o","sections":[{"title":"s","rows":[{"id":"1","title":"t","description":"d"}]}]}""")]
    [InlineData("""{"type":"list","body":{"text":"b"},"action":{"button":"o","sections":[{"title":"s","rows":[{"id":"1","title":"t","description":"d"}]}]}}""")]
    public void List_BothForms_AreTaken(string interactive)
    {
        var message = Taken(interactive);
        Assert.Equal((OutboundType.List, "b", "o"), (message.Type, message.Text, message.Interactive!.ButtonText));
        var section = Assert.Single(message.Interactive.Sections);
        Assert.Equal("s", section.Title);
        Assert.Equal([new OutboundRow("1", "t", "d")], section.Rows);
    }

    [Theory]
    [InlineData("\"body\":\"b\",\"text\":\"t\",", "c", "b"), InlineData("\"text\":\"t\",", "c", "t"), InlineData("", "c", "c"), InlineData("\"body\":null,", "c", "c")]
    public void Body_IsTheNearest(string fields, string content, string expected) =>
        Assert.Equal(expected, Ask.Taken($"\"messageType\":\"interactive\",\"content\":\"{content}\",\"interactive\":{{\"type\":\"buttons\",{fields}{One}}}").Text);

    [Fact]
    public void Body_Longest_IsTaken_AndRefusedBeyond()
    {
        Assert.Equal(1024, Taken($"{{\"type\":\"buttons\",\"body\":\"{Ask.Chars(1024)}\",{One}}}").Text!.Length);
        Assert.Equal(["interactive.body: must have 1 to 1024 characters, has 1025"], Refused($"{{\"type\":\"buttons\",\"body\":\"{Ask.Chars(1025)}\",{One}}}"));
        Assert.Equal(
            ["content: must have 1 to 1024 characters as a body, has 1025"],
            Ask.Refused($"\"messageType\":\"interactive\",\"content\":\"{Ask.Chars(1025)}\",\"interactive\":{{\"type\":\"buttons\",{One}}}"));
    }

    [Theory]
    [InlineData("{\"body\":\"b\"}", "type: is needed"), InlineData("{\"type\":\"menu\",\"body\":\"b\",\"buttons\":[]}", "type: must be buttons or list"), InlineData("{\"type\":\"flow\",\"body\":\"b\",\"action\":{\"sections\":1}}", "type: must be buttons or list")]
    [InlineData("{\"type\":\"buttons\"," + One + "}", "body: is needed: a text, here or in content"), InlineData("{\"type\":\"buttons\",\"body\":1," + One + "}", "body: must be an object")]
    [InlineData("{\"type\":\"buttons\",\"body\":{}," + One + "}", "body.text: is needed"), InlineData("{\"type\":\"buttons\",\"body\":\"b\",\"x\":1," + One + "}", "x: is not a field of this request")]
    [InlineData("{\"type\":\"buttons\",\"body\":\"b\",\"header\":{\"type\":\"image\",\"text\":\"t\"}," + One + "}", "header.type: must be text; image is not sent from here")]
    [InlineData("{\"type\":\"buttons\",\"body\":\"b\",\"header\":\"a\\r\\nb\"," + One + "}", "header: must not hold control characters"), InlineData("{\"type\":\"buttons\",\"body\":\"b\",\"footer\":{\"text\":\"a\\u0000\"}," + One + "}", "footer.text: must not hold control characters")]
    public void Interactive_Wrong_IsRefusedOnce(string interactive, string problem) => Assert.Equal(["interactive." + problem], Refused(interactive));

    [Theory, InlineData("", "interactive: is needed: type, body, buttons or sections"), InlineData(",\"interactive\":[]", "interactive: must be an object")]
    public void Interactive_Missing_IsRefusedOnce(string field, string problem) => Assert.Equal([problem], Ask.Refused("\"messageType\":\"interactive\"" + field));

    [Theory]
    [InlineData("", "buttons: is needed: 1 to 3"), InlineData(",\"buttons\":[]", "buttons: must be a list of 1 to 3"), InlineData(",\"buttons\":{}", "buttons: must be a list of 1 to 3"), InlineData(",\"buttons\":[1,{\"id\":\"1\",\"title\":\"t\"}]", "buttons[0]: must be an object")]
    [InlineData(",\"buttons\":[{\"id\":\"1\",\"title\":\"t\"},{\"id\":\"2\",\"title\":\"t\"},{\"id\":\"3\",\"title\":\"t\"},{\"id\":\"4\",\"title\":\"t\"}]", "buttons: must be a list of 1 to 3")]
    [InlineData(",\"buttons\":[{\"title\":\"t\"}]", "buttons[0].id: is needed"), InlineData(",\"buttons\":[{\"id\":\"1\"}]", "buttons[0].title: is needed"), InlineData(",\"buttons\":[{\"id\":\"1\",\"title\":\"123456789012345678901\"}]", "buttons[0].title: must have 1 to 20 characters, has 21")]
    [InlineData(",\"buttons\":[{\"id\":\"1\",\"title\":\"a\\nb\"}]", "buttons[0].title: must not hold control characters"), InlineData(",\"buttons\":[{\"id\":\"1\\u0000\",\"title\":\"t\"}]", "buttons[0].id: must not hold control characters")]
    [InlineData(",\"buttons\":[{\"id\":\"1\",\"title\":\"t\"},{\"id\":\"1\",\"title\":\"u\"}]", "buttons: must have different ids"), InlineData(",\"buttons\":[{\"type\":\"url\",\"id\":\"1\",\"title\":\"t\"}]", "buttons[0].type: must be reply; url is not sent from here")]
    [InlineData(",\"buttons\":[{\"type\":\"reply\",\"reply\":{\"id\":\"1\",\"title\":\"t\"},\"url\":\"x\"}]", "buttons[0].url: is not a field of this request"), InlineData(",\"buttons\":[{\"reply\":{\"id\":\"1\",\"title\":\"t\",\"x\":1}}]", "buttons[0].reply.x: is not a field of this request")]
    [InlineData(",\"sections\":[],\"buttons\":[{\"id\":\"1\",\"title\":\"t\"}]", "sections: is not a field of this request")]
    public void Buttons_Wrong_AreRefusedOnce(string fields, string problem) => Assert.Equal(["interactive." + problem], Refused($"{{\"type\":\"buttons\",\"body\":\"b\"{fields}}}"));

    [Fact]
    public void Buttons_TooManyAndWrong_AreBothSaid() => Assert.Equal(
        ["interactive.buttons: must be a list of 1 to 3", "interactive.buttons[0].title: is needed", "interactive.buttons[3].id: is needed"],
        Refused("{\"type\":\"buttons\",\"body\":\"b\",\"buttons\":[{\"id\":\"1\"},{\"id\":\"2\",\"title\":\"t\"},{\"id\":\"3\",\"title\":\"t\"},{\"title\":\"t\"}]}"));

    [Theory]
    [InlineData("\"button\":\"o\"", "sections: is needed: with 1 to 10 rows in all"), InlineData(Rows, "button: is needed"), InlineData("\"button\":\"123456789012345678901\"," + Rows, "button: must have 1 to 20 characters, has 21")]
    [InlineData("\"button\":\"o\",\"sections\":[{}]", "sections[0].rows: is needed: 1 to 10"), InlineData("\"button\":\"o\",\"sections\":[{\"rows\":[]}]", "sections[0].rows: must be a list of 1 to 10")]
    [InlineData("\"button\":\"o\",\"sections\":[{\"title\":\"a\",\"rows\":[{\"id\":\"1\",\"title\":\"t\"}]},{\"rows\":[{\"id\":\"2\",\"title\":\"t\"}]}]", "sections[1].title: is needed")]
    [InlineData("\"button\":\"o\",\"sections\":[{\"rows\":[{\"id\":\"1\",\"title\":\"t\"},{\"id\":\"1\",\"title\":\"u\"}]}]", "sections: must have rows with different ids")]
    [InlineData("\"button\":\"o\",\"sections\":[{\"rows\":[{\"id\":\"1\",\"title\":\"1234567890123456789012345\"}]}]", "sections[0].rows[0].title: must have 1 to 24 characters, has 25")]
    [InlineData("\"button\":\"o\",\"sections\":[{\"rows\":[{\"id\":\"1\",\"title\":\"t\",\"description\":\"a\\rb\"}]}]", "sections[0].rows[0].description: must not hold control characters")]
    [InlineData("\"button\":\"o\",\"sections\":[{\"rows\":[{\"id\":\"1\",\"title\":\"t\",\"price\":1}]}]", "sections[0].rows[0].price: is not a field of this request")]
    [InlineData("\"button\":\"o\",\"buttons\":[]," + Rows, "buttons: is not a field of this request")]
    public void List_Wrong_IsRefusedOnce(string fields, string problem) => Assert.Equal(["interactive." + problem], Refused($"{{\"type\":\"list\",\"body\":\"b\",{fields}}}"));

    [Fact]
    public void List_RowsInAll_AreBounded()
    {
        Assert.Equal(10, Taken(List(5, 5)).Interactive!.Sections.Sum(section => section.Rows.Count));
        Assert.Equal(["interactive.sections: may hold 10 rows in all"], Refused(List(5, 6)));

        static string List(params int[] counts)
        {
            var id = 0;
            var sections = counts.Select((count, i) => $"{{\"title\":\"s{i}\",\"rows\":[{string.Join(',', Enumerable.Range(0, count).Select(_ => $"{{\"id\":\"{id++}\",\"title\":\"t\"}}"))}]}}");
            return $"{{\"type\":\"list\",\"body\":\"b\",\"button\":\"o\",\"sections\":[{string.Join(',', sections)}]}}";
        }
    }

    [Theory]
    [InlineData(256, 20, true), InlineData(257, 20, false), InlineData(256, 21, false)]
    public void Button_AtItsLongest_IsTaken(int id, int title, bool isTaken) =>
        Assert.Equal(isTaken, Ask.Send($"\"messageType\":\"interactive\",\"interactive\":{{\"type\":\"buttons\",\"body\":\"b\",\"buttons\":[{{\"id\":\"{Ask.Chars(id)}\",\"title\":\"{Ask.Chars(title)}\"}}]}}").Request is not null);

    [Theory]
    [InlineData(200, 24, 72, true), InlineData(201, 24, 72, false), InlineData(200, 25, 72, false), InlineData(200, 24, 73, false)]
    public void Row_AtItsLongest_IsTaken(int id, int title, int description, bool isTaken) =>
        Assert.Equal(isTaken, Ask.Send($"\"messageType\":\"interactive\",\"interactive\":{{\"type\":\"list\",\"body\":\"b\",\"button\":\"o\",\"sections\":[{{\"rows\":[{{\"id\":\"{Ask.Chars(id)}\",\"title\":\"{Ask.Chars(title)}\",\"description\":\"{Ask.Chars(description)}\"}}]}}]}}").Request is not null);

    private static OutboundMessage Taken(string interactive) => Ask.Taken("\"messageType\":\"interactive\",\"interactive\":" + interactive);

    private static IReadOnlyList<string> Refused(string interactive) => Ask.Refused("\"messageType\":\"interactive\",\"interactive\":" + interactive);
}
