using System.Diagnostics;
using System.Text;
using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Bodies made to hurt: deep, huge, doubled, not text, not JSON. All are kept, none costs much.</summary>
public sealed class HostileBodyTests
{
    public static TheoryData<string> Providers() => new(Bodies.Providers);

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_NoJsonObject_KeepsTheBodyAsItCame(string provider)
    {
        byte[][] bodies =
        [
            "not json"u8.ToArray(), "[]"u8.ToArray(), "[1,2]"u8.ToArray(), "null"u8.ToArray(), "7"u8.ToArray(), "\"text\""u8.ToArray(),
            "{"u8.ToArray(), "{\"a\":1"u8.ToArray(), "{\"a\":1,}"u8.ToArray(), "{\"a\":01}"u8.ToArray(), "{'a':1}"u8.ToArray(), "{}{}"u8.ToArray(), "{} x"u8.ToArray(),
            "{\"a\":NaN}"u8.ToArray(), "/* */{}"u8.ToArray(), [0xEF, 0xBB, 0xBF, .. "{}"u8], [0], [.. "{}"u8, 0], " "u8.ToArray(),
        ];
        foreach (var body in bodies)
        {
            AssertKept(provider, body);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_EmptyBody_IsOneUnknownEvent(string provider)
    {
        var kept = Assert.Single(Normalised.Events(provider, ReadOnlyMemory<byte>.Empty));
        Assert.Equal(EventKind.Unknown, kept.Kind);
        Assert.Equal("null", Normalised.Raw(kept));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_InvalidUtf8InsideAString_KeepsTheBodyAsItCame(string provider)
    {
        byte[][] broken =
        [
            [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
        ];
        foreach (var bytes in broken)
        {
            var text = Bodies.Text(provider, "\"#\"");
            var hash = text.IndexOf('#', StringComparison.Ordinal);
            AssertKept(provider, [.. Encoding.UTF8.GetBytes(text[..hash]), .. bytes, .. Encoding.UTF8.GetBytes(text[(hash + 1)..])]);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_NestedTooDeep_KeepsTheBodyAsItCame(string provider)
    {
        AssertKept(provider, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)));
        AssertKept(provider, Encoding.UTF8.GetBytes(Bodies.Text(provider, new string('[', 100_000) + new string(']', 100_000))));
        AssertKept(provider, Encoding.UTF8.GetBytes(Bodies.Text(provider, new string('[', 100_000))));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_PropertyNamedTwice_KeepsTheBodyAsItCame(string provider)
    {
        AssertKept(provider, "{\"a\":1,\"a\":1}"u8.ToArray());
        AssertKept(provider, "{\"a\":1,\"\\u0061\":1}"u8.ToArray());
        AssertKept(provider, Encoding.UTF8.GetBytes(Bodies.Text(provider, "{\"deep\":[{\"x\":1,\"y\":2,\"x\":3}]}")));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_ManyDifferentNames_IsNotTakenForTwice(string provider)
    {
        var names = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $@"""n{i}"":0"));
        var read = Normalised.One(provider, Bodies.Text(provider, "\"hi\"")[..^1] + "," + names + "}");
        Assert.Equal("hi", read.Text);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Normalise_MillionElements_IsBoundedInEventsAndTime(string provider)
    {
        var million = "[" + string.Join(',', Enumerable.Repeat("1", 1_000_000)) + "]";
        string[] bodies =
        [
            Bodies.MetaValue("\"messages\":" + million), Bodies.MetaValue("\"statuses\":" + million), Bodies.MetaValue("\"errors\":" + million),
            "{\"entry\":" + million + "}", Bodies.MetaValue("\"groups\":" + million, "group_lifecycle_update"),
            Bodies.Evolution("messages.upsert", million), Bodies.Evolution("messages.update", million), Bodies.Evolution("contacts.update", million),
            Bodies.Text(provider, million), "{\"a\":" + million + "}",
        ];
        foreach (var body in bodies.Select(Encoding.UTF8.GetBytes))
        {
            var clock = Stopwatch.StartNew();
            AssertKept(provider, body);

            // The figure to hold is 50 ms; this only catches what grows faster than the body.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
        }
    }

    [Theory]
    [InlineData("\"messages\":")]
    [InlineData("\"statuses\":")]
    [InlineData("\"errors\":")]
    public void Normalise_ManyOddElements_AreOneUnknownEvent(string list)
    {
        var body = Bodies.MetaValue(list + "[" + string.Join(',', Enumerable.Repeat("1", 150_000)) + "]");
        var kept = Normalised.One("meta", body);
        Assert.Equal((EventKind.Unknown, body.Length), (kept.Kind, kept.Raw.Length));
    }

    [Fact]
    public void Normalise_MillionPropertiesBesideManyMessages_DoesNotMultiply()
    {
        var names = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $@"""n{i}"":0"));
        var messages = string.Join(',', Enumerable.Range(0, 9_000).Select(i => Bodies.MetaText("wamid." + i)));
        var clock = Stopwatch.StartNew();
        Assert.Equal(9_000, Normalised.Events("meta", Bodies.MetaValue(names + ",\"messages\":[" + messages + "]")).Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 1)]
    public void Normalise_MoreEventsThanABodyMayHold_KeepsItAsOne(int messages, int events)
    {
        var body = Bodies.Meta([.. Enumerable.Range(0, messages).Select(i => Bodies.MetaText("wamid." + i))]);
        var read = Normalised.Events("meta", body);
        Assert.Equal(events, read.Count);
        Assert.Equal(events == 1 ? EventKind.Unknown : EventKind.Message, read[0].Kind);
        Assert.Equal(events == 1 ? body.Length : Bodies.MetaText("wamid.0").Length, read[0].Raw.Length);
    }

    [Fact]
    public void Normalise_EventsOfOthersInTheList_AreLeftAlone()
    {
        var events = new List<InboundEvent> { new() { Kind = EventKind.Channel, Provider = "x" } };
        var body = Bodies.Meta([.. Enumerable.Range(0, 10_001).Select(i => Bodies.MetaText("wamid." + i))]);
        WebhookProviders.Find("meta")!.Normaliser.Normalise(Build.Request(body), Build.Number("meta"), events);
        Assert.Equal([EventKind.Channel, EventKind.Unknown], events.ConvertAll(item => item.Kind));
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("1e-999999999")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.1e+00000000000000000000001")]
    public void Normalise_OddNumberAnywhere_CanBeEncoded(string number)
    {
        foreach (var (provider, body) in EveryNumber(number))
        {
            foreach (var item in Normalised.Events(provider, body))
            {
                Normalised.Encode(item);
            }
        }
    }

    [Fact]
    public void Normalise_TenMegabyteNumber_IsBounded()
    {
        var clock = Stopwatch.StartNew();
        foreach (var (provider, body) in EveryNumber("1" + new string('0', 10_000_000)))
        {
            Assert.NotEmpty(Normalised.Events(provider, body));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    private static IEnumerable<(string Provider, string Body)> EveryNumber(string number)
    {
        yield return ("meta", Bodies.Meta($@"{{""id"":""1"",""from"":""15550001001"",""timestamp"":{number},""type"":""location"",""location"":{{""latitude"":{number},""longitude"":{number}}}}}"));
        yield return ("meta", Bodies.MetaValue($@"""errors"":[{{""code"":{number}}}]"));
        yield return ("bird", Bodies.Text("bird", number));
        yield return ("bird-v1", Bodies.Text("bird-v1", number));
        yield return ("messagebird", Bodies.Text("messagebird", "\"x\"").Replace("15550001001", number, StringComparison.Ordinal));
        yield return ("evolution", Bodies.Text("evolution", "\"x\"").Replace("1761047000", number, StringComparison.Ordinal));
    }

    private static void AssertKept(string provider, byte[] body)
    {
        var kept = Assert.Single(Normalised.Events(provider, body));
        Assert.Equal(EventKind.Unknown, kept.Kind);
        Assert.Null(kept.Type);
        Assert.Null(kept.DedupeKey);
        Assert.Equal(provider, kept.Provider);
        var expected = provider == "evolution" ? WithoutSecrets(body) : body;
        Assert.True(kept.RawBody.Span.SequenceEqual(expected));
        Assert.Equal(Convert.ToBase64String(expected), Normalised.Encode(kept).GetProperty("rawBase64").GetString());
    }

    // Evolution's keys are starred out even of what cannot be read; Latin-1 keeps every byte.
    private static byte[] WithoutSecrets(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        foreach (var secret in new[] { "https://gw.example.com/webhooks/evolution/main/p-9f2c", "F00D-5EC2E7" })
        {
            text = text.Replace(secret, new string('*', secret.Length), StringComparison.Ordinal);
        }

        return Encoding.Latin1.GetBytes(text);
    }
}
