using System.Text;
using System.Text.Json.Nodes;
using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Meta;

/// <summary>One odd element never touches its neighbours, and order is kept.</summary>
public sealed class MetaBatchTests
{
    private const string Status = """{"id":"wamid.out","status":"delivered","timestamp":"1750030080","recipient_id":"15550001001"}""";

    private static readonly string[] Odd =
    [
        "null", "7", "\"x\"", "[]", "{}", "[[]]", "{\"id\":7}", "{\"id\":\"a\"}", "{\"id\":\"a\",\"type\":\"text\"}",
        Bodies.MetaText("odd", "7"), Bodies.MetaText("odd", "null"), Bodies.MetaText("odd", "{}"), Bodies.MetaText("odd", "\"x\"", "{}"),
        Bodies.MetaText("odd", "\"x\"", "7.5"), Bodies.MetaText("odd", "\"x\"", "\"nobody\""), Bodies.MetaText("odd", "\"x\"", "null"),
        """{"from":"15550001001","id":"odd","timestamp":{},"type":"text","text":{"body":"x"}}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"text","text":"x"}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"hologram","hologram":{}}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":["text"],"text":{"body":"x"}}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"location","location":{"latitude":"37"}}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"image","image":[]}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"contacts","contacts":{}}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"text","text":{"body":"x"},"context":"y"}""",
        """{"from":"15550001001","id":"odd","timestamp":"1","type":"text","text":{"body":"x"},"errors":[7]}""",
    ];

    public static TheoryData<string> OddElements() => new(Odd);

    [Theory]
    [MemberData(nameof(OddElements))]
    public void Normalise_OddMessageBetweenTwo_IsUnknownAndTheyAreNot(string odd)
    {
        var first = Bodies.MetaText("wamid.1", "\"first\"");
        var last = Bodies.MetaText("wamid.2", "\"last\"");
        var body = Bodies.MetaValue($@"""messages"":[{first},{odd},{last}],""statuses"":[{Status}]");
        var events = Normalised.Events("meta", body);

        Assert.Equal([EventKind.Message, EventKind.Unknown, EventKind.Message, EventKind.Status], events.ConvertAll(item => item.Kind));
        Assert.Equal(odd, Normalised.Raw(events[1]));
        Assert.Equal("100000000000001", events[1].ChannelKey);
        Assert.Equal(("first", "last"), (events[0].Text, events[2].Text));
        Assert.Equal([first, last, Status], new[] { events[0], events[2], events[3] }.Select(Normalised.Raw));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("true")]
    public void Normalise_ListThatIsNone_LeavesTheOtherLists(string list)
    {
        var events = Normalised.Events("meta", Bodies.MetaValue($@"""messages"":{list},""statuses"":[{Status}]"));
        Assert.Equal([EventKind.Unknown, EventKind.Status], events.ConvertAll(item => item.Kind));
        Assert.Equal(list, Normalised.Raw(events[0]));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void Normalise_ListThatIsEmpty_IsPassedOver(string list) =>
        Assert.Equal(EventKind.Status, Normalised.One("meta", Bodies.MetaValue($@"""messages"":{list},""statuses"":[{Status}]")).Kind);

    [Fact]
    public void Normalise_SeveralEntriesChangesAndLists_KeepsTheOrder()
    {
        var one = JsonNode.Parse(Bodies.MetaValue($@"""messages"":[{Bodies.MetaText("a")},{Bodies.MetaText("b")}],""statuses"":[{Status}],""errors"":[{{""code"":1}}]"))!;
        var other = JsonNode.Parse(Bodies.Meta(Bodies.MetaText("c")))!["entry"]![0]!;
        one["entry"]!.AsArray().Add(JsonNode.Parse("{}"));
        one["entry"]!.AsArray().Add(other.DeepClone());
        one["entry"]![0]!["changes"]!.AsArray().Add(JsonNode.Parse("""{"field":"brand_new","value":{"x":1}}"""));
        one["entry"]![0]!["changes"]!.AsArray().Add(JsonNode.Parse("7"));

        var events = Normalised.Events("meta", one.ToJsonString());
        Assert.Equal(
            ["Message a", "Message b", "Status wamid.out", "Error ", "Unknown ", "Unknown ", "Unknown ", "Message c"],
            events.ConvertAll(item => $"{item.Kind} {item.ProviderMessageId}"));
        Assert.Equal("brand_new", events[4].Type);
    }

    [Fact]
    public void Normalise_RandomDamageToOneMessage_NeverChangesTheOthers()
    {
        var random = new Random(20_260_801);
        var victim = Encoding.UTF8.GetBytes(Bodies.MetaText("victim", "\"some longer text to damage\""));
        var (first, last) = (Bodies.MetaText("wamid.1", "\"first\""), Bodies.MetaText("wamid.2", "\"last\""));
        var untouched = Normalised.Events("meta", Bodies.Meta(first, last)).ConvertAll(item => Encoding.UTF8.GetString(Normalised.EncodeBytes(item).Span));
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = (byte[])victim.Clone();
            damaged[random.Next(damaged.Length)] = "{}[]\",:0 1ntx\\"u8[random.Next(14)];
            var events = Normalised.Events("meta", Bodies.Meta(first, Encoding.UTF8.GetString(damaged), last));
            if (events.Count == 3)
            {
                read++;
                Assert.Equal(untouched, new[] { events[0], events[2] }.Select(item => Encoding.UTF8.GetString(Normalised.EncodeBytes(item).Span)));
            }
            else
            {
                // No JSON any more, or a message that the damage split: then the whole is kept.
                Assert.True(events.Count > 3 || !events[0].RawBody.IsEmpty);
            }
        }

        Assert.True(read > 5_000, $"Only {read} of the damaged bodies were still JSON.");
    }
}
