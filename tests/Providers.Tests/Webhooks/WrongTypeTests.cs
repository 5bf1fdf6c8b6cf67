using System.Text;
using System.Text.Json.Nodes;
using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Every value of every fixture is replaced by one of every other type, one at a time.</summary>
public sealed class WrongTypeTests
{
    private static readonly string[] Values =
        ["null", "7", "-1.5e300", "true", "\"x\"", "\"\"", "[]", "{}", "[null]", "[[{}]]", "{\"a\":{}}", "\"\\ud800\"", "1e999"];

    public static TheoryData<string> Files() => new(Fixture.Bodies());

    [Theory]
    [MemberData(nameof(Files))]
    public void Normalise_AnyValueOfAnotherType_NeverThrows(string file)
    {
        var body = JsonNode.Parse(Fixture.Bytes(file))!;
        foreach (var path in Paths(body))
        {
            foreach (var value in Values)
            {
                AssertSound(Fixture.ProviderOf(file), With(body, path, value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Normalise_AnyPropertyLeftOut_NeverThrows(string file)
    {
        var body = JsonNode.Parse(Fixture.Bytes(file))!;
        foreach (var path in Paths(body))
        {
            AssertSound(Fixture.ProviderOf(file), Without(body, path));
        }
    }

    internal static void AssertSound(string provider, ReadOnlyMemory<byte> body)
    {
        var events = Normalised.Events(provider, body);
        Assert.NotEmpty(events);
        foreach (var item in events)
        {
            Assert.False(item.Raw.IsEmpty && item.RawBody.IsEmpty);
            Assert.Equal(provider, item.Provider);
            Assert.True(item.ConversationKey is null || (item.ContactKey is not null && item.ChannelKey is not null));
            Assert.True(item.Kind != EventKind.Message || (item.DedupeKey is not null && item.ConversationKey is not null && item.Type is not null));
            Assert.True(item.Kind != EventKind.Status || (item.DedupeKey is not null && item.Status is not null));
            Normalised.Encode(item);
        }
    }

    private static List<object[]> Paths(JsonNode root)
    {
        var paths = new List<object[]>();
        Walk(root, [], paths);
        return paths;
    }

    private static void Walk(JsonNode? node, object[] path, List<object[]> paths)
    {
        if (path.Length > 0)
        {
            paths.Add(path);
        }

        if (node is JsonObject properties)
        {
            foreach (var (name, value) in properties)
            {
                Walk(value, [.. path, name], paths);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Walk(items[i], [.. path, i], paths);
            }
        }
    }

    // The value may be no JSON that a writer accepts (1e999), so it is put in as text.
    private static byte[] With(JsonNode root, object[] path, string value)
    {
        const string Mark = "\"@@here@@\"";
        var copy = root.DeepClone();
        var parent = Parent(copy, path);
        if (path[^1] is int index)
        {
            parent.AsArray()[index] = "@@here@@";
        }
        else
        {
            parent.AsObject()[(string)path[^1]] = "@@here@@";
        }

        return Encoding.UTF8.GetBytes(copy.ToJsonString().Replace(Mark, value, StringComparison.Ordinal));
    }

    private static byte[] Without(JsonNode root, object[] path)
    {
        var copy = root.DeepClone();
        var parent = Parent(copy, path);
        if (path[^1] is int index)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove((string)path[^1]);
        }

        return Encoding.UTF8.GetBytes(copy.ToJsonString());
    }

    private static JsonNode Parent(JsonNode root, object[] path)
    {
        var node = root;
        foreach (var step in path[..^1])
        {
            node = step is int index ? node.AsArray()[index]! : node.AsObject()[(string)step]!;
        }

        return node;
    }
}
