using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Text that is strange and still text: it goes through as it is, and the raw object byte for byte.</summary>
public sealed class OddTextTests
{
    public static TheoryData<string, string> Texts()
    {
        var data = new TheoryData<string, string>();
        string[] texts =
        [
            "\0", "a\0b", "\u202Eevil\u202C", "zero\u200B\u200Dwidth\uFEFF", "👩‍👩‍👧‍👦 🏳️‍🌈", "e" + new string('\u0301', 65_000),
            "\u0001\u001F\u007F\u0085", "line\nbreak\r\n\ttab", "quote\" back\\slash / </script>", "\uFFFD\uFFFF", "𝒳\U0010FFFF", "مرحبا שלום",
            "'; DROP TABLE messages; --", "{\"apikey\":\"not a property\"}", "", " ",
        ];
        foreach (var provider in Bodies.Providers)
        {
            foreach (var text in texts)
            {
                data.Add(provider, text);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Normalise_OddText_ComesOutAsItWentIn(string provider, string text)
    {
        var body = Bodies.Text(provider, JsonSerializer.Serialize(text));
        var read = Normalised.One(provider, body);
        Assert.Equal(EventKind.Message, read.Kind);
        Assert.Equal(text, read.Text);
        Assert.Equal(text, Normalised.Encode(read).GetProperty("text").GetString());
        Assert.Contains(Normalised.Raw(read), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("\\udc00", "\uFFFD")]
    [InlineData("a\\ud83db", "a\uFFFDb")]
    [InlineData("\\ud83d\\ud83d\\udc4d", "\uFFFD👍")]
    [InlineData("\\udc4d\\ud83d", "\uFFFD\uFFFD")]
    [InlineData("\\uD83D\\uDC4D\\u00e4\\/", "👍ä/")]
    public void Normalise_HalfASurrogate_BecomesTheReplacementMark(string escaped, string text)
    {
        foreach (var provider in Bodies.Providers)
        {
            var read = Normalised.One(provider, Bodies.Text(provider, $"\"{escaped}\""));
            Assert.Equal(EventKind.Message, read.Kind);
            Assert.Equal(text, read.Text);
            Assert.Contains(escaped, Encoding.UTF8.GetString(Normalised.EncodeBytes(read).Span), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("a\\nb")]
    [InlineData("\\ud800")]
    [InlineData("\\u009f")]
    public void Normalise_IdThatCannotBeAKey_IsUnknownWithoutKey(string id)
    {
        foreach (var provider in Bodies.Providers)
        {
            var read = Normalised.One(provider, Bodies.Text(provider, "\"hi\"", id));
            Assert.Equal(EventKind.Unknown, read.Kind);
            Assert.Null(read.ProviderMessageId);
            Assert.Null(read.DedupeKey);
            Assert.False(read.Raw.IsEmpty);
        }
    }

    [Theory]
    [InlineData(256, EventKind.Message)]
    [InlineData(257, EventKind.Unknown)]
    public void Normalise_LengthOfAnId_IsBounded(int length, EventKind kind)
    {
        foreach (var provider in Bodies.Providers)
        {
            Assert.Equal(kind, Normalised.One(provider, Bodies.Text(provider, "\"hi\"", new string('x', length))).Kind);
        }
    }

    [Theory]
    [InlineData(256, EventKind.Message)]
    [InlineData(257, EventKind.Unknown)]
    public void Normalise_LengthOfAContactKey_IsBounded(int length, EventKind kind)
    {
        var user = "US." + new string('1', length - 3);
        Assert.Equal(kind, Normalised.One("meta", Bodies.Meta(Bodies.MetaText(from: $"\"{user}\""))).Kind);
    }
}
