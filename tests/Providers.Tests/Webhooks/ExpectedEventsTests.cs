using System.Globalization;
using System.Text.Json;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Every body of the fixtures becomes exactly the events that <c>expected.json</c> lists.</summary>
public sealed class ExpectedEventsTests
{
    // Added by the encoder; nothing a normaliser decides.
    private static readonly string[] NotExpected = ["number", "receivedUtc", "raw", "rawBase64"];

    public static TheoryData<string> Files() => new(Fixture.Bodies());

    [Fact]
    public void Bodies_AllOfThem_AreExpected() =>
        Assert.Equal(Fixture.Json("expected.json").EnumerateObject().Select(file => file.Name).Order(StringComparer.Ordinal), Fixture.Bodies());

    [Theory]
    [MemberData(nameof(Files))]
    public void Normalise_EachFixture_GivesTheExpectedEvents(string file)
    {
        var expected = Fixture.Json("expected.json").GetProperty(file).GetProperty("events").EnumerateArray().ToArray();
        var actual = Normalised.Events(Fixture.ProviderOf(file), Fixture.Bytes(file)).ConvertAll(Normalised.Encode);

        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(Fields(expected[i]), Fields(actual[i]));
            Assert.Equal(JsonValueKind.Object, RawOf(file, actual[i]).ValueKind);
        }
    }

    private static SortedDictionary<string, string> Fields(JsonElement item)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null && !NotExpected.Contains(field.Name))
            {
                fields[field.Name] = Text(field);
            }
        }

        return fields;
    }

    // Times are compared as instants and numbers as numbers; words keep their quotes, so that 7 is not "7".
    private static string Text(JsonProperty field) => field switch
    {
        { Name: "timestampUtc" } => field.Value.GetDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
        { Value.ValueKind: JsonValueKind.Number } => field.Value.GetDouble().ToString(CultureInfo.InvariantCulture),
        { Value.ValueKind: JsonValueKind.String } => "\"" + field.Value.GetString() + "\"",
        _ => field.Value.GetRawText(),
    };

    // Evolution's lists are handed on whole where they are ignored.
    private static JsonElement RawOf(string file, JsonElement item)
    {
        var raw = item.GetProperty("raw");
        return file == "evolution/contacts_update_array.json" ? raw[0] : raw;
    }
}
