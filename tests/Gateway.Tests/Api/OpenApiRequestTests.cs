using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Relevo.Gateway.Tests.Api;

/// <summary>Every request that the description of the API shows is taken, and every field that it names; no others are.</summary>
public sealed partial class OpenApiRequestTests : IAsyncLifetime
{
    private const string NoField = "is not a field of this request";
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["text"] = "TextSend", ["media"] = "MediaSend", ["template"] = "TemplateSend", ["interactive"] = "InteractiveSend", ["location"] = "LocationSend", ["reaction"] = "ReactionSend",
    };

    private ApiHost _host = null!;
    private OpenApiDocument _document = null!;

    public static TheoryData<string> Kinds() => [.. Types.Keys];

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync();
        _document = await OpenApiDocument.ReadAsync(_host);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Examples_OfSends_AreTaken()
    {
        var seen = 0;
        foreach (var (path, method, operation) in _document.Operations.Where(each => each.Operation.GetProperty("tags")[0].GetString() == "send"))
        {
            var body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            foreach (var example in body.GetProperty("examples").EnumerateObject())
            {
                var (status, answer) = await _host.CallAsync(method, path, InAnHour(example.Value.GetProperty("value")));
                Assert.True(status == 200, $"{path} {example.Name}: {status} {answer}");
                Assert.True(answer.GetProperty("success").GetBoolean());
                seen++;
            }
        }

        Assert.InRange(seen, 20, 100);
    }

    [Fact]
    public async Task Examples_OfOtherRequests_AreUnderstood()
    {
        foreach (var (path, method, operation) in _document.Operations.Where(each => each.Path.StartsWith("/a", StringComparison.Ordinal) && each.Operation.GetProperty("tags")[0].GetString() != "send" && each.Operation.TryGetProperty("requestBody", out _)))
        {
            var address = path.Replace("{id}", "01JD0000000000000000000001", StringComparison.Ordinal).Replace("{name}", "main", StringComparison.Ordinal);
            foreach (var example in operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples").EnumerateObject())
            {
                var (status, answer) = await _host.CallAsync(method, address, example.Value.GetProperty("value").GetRawText());
                Assert.True(status != 400, $"{path} {example.Name}: {answer}");
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fields_EachDescribedOne_IsTakenWithEachOfItsExamples(string type)
    {
        foreach (var part in Parts(type))
        {
            foreach (var property in _document.Properties(_document.Find("#/components/schemas/" + part.Schema)).Where(p => p.Value.TryGetProperty("examples", out _)))
            {
                foreach (var example in property.Value.GetProperty("examples").EnumerateArray())
                {
                    var fits = await ProblemsAsync(part.Request(property.Name, JsonNode.Parse(example.GetRawText())));
                    Assert.True(fits.All(p => p.Problem != NoField && !(p.Field.EndsWith(property.Name, StringComparison.Ordinal) && !IsInsteadOf(p.Problem))), $"{part.Schema}.{property.Name} = {example.GetRawText()}: {string.Join("; ", fits)}");
                }
            }
        }
    }

    /// <summary>Every word that stands in the readers is tried as a field: what is taken is described, and nothing else is.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public async Task Fields_OthersThanTheDescribed_AreRefused(string type)
    {
        var words = Words();
        Assert.Contains("recipientPhone", words);
        Assert.Contains("sections", words);
        foreach (var part in Parts(type))
        {
            var taken = new List<string>();
            foreach (var word in words)
            {
                var problems = await ProblemsAsync(part.Request(word, new JsonArray()));
                if (problems.TrueForAll(p => p != ((part.Path.Length == 0 ? "" : part.Path + ".") + word, NoField) && p.Problem != "belongs to POST /api/queue/schedule"))
                {
                    taken.Add(word);
                }
            }

            var described = _document.Properties(_document.Find("#/components/schemas/" + part.Schema)).Select(p => p.Name).Distinct();
            Assert.Equal(described.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
        }
    }

    // Times of examples stand still; ours does not.
    private static string InAnHour(JsonElement example) =>
        ScheduledFor().Replace(example.GetRawText(), $"\"scheduledFor\": \"{TimeProvider.System.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}\"");

    [GeneratedRegex("\"scheduledFor\": \"[^\"]+\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScheduledFor();

    // "needed instead", "both given": the example stands beside a field that does the same.
    // What is understood may still be more than a provider of the example settings can do.
    private static bool IsInsteadOf(string problem) => problem.Contains("both be given", StringComparison.Ordinal) || problem.StartsWith("is refused: The Cloud API", StringComparison.Ordinal);

    private static SortedSet<string> Words()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Gateway.sln")))
        {
            root = root.Parent;
        }

        var sources = Directory.GetFiles(Path.Combine(root!.FullName, "src", "Gateway", "Sending", "Requests"), "*.cs");
        return new SortedSet<string>(sources.SelectMany(file => Word().Matches(File.ReadAllText(file))).Select(match => match.Groups["word"].Value), StringComparer.Ordinal);
    }

    [GeneratedRegex("\"(?<word>[a-z][A-Za-z]{1,30})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private List<(string Schema, string Path, Func<string, JsonNode?, string> Request)> Parts(string type)
    {
        var whole = (Types[type], "", (Func<string, JsonNode?, string>)((name, value) => With(Base(type), name, value).ToJsonString()));
        return type switch
        {
            "template" => [whole, Inside(type, "template", "Template", Base(type))],
            "location" => [whole, Inside(type, "location", "Location", Base(type))],
            "reaction" => [whole, Inside(type, "reaction", "Reaction", Base(type))],
            "interactive" => [whole, Inside(type, "interactive", "Buttons", Base(type)), Inside(type, "interactive", "List", List())],
            _ => [whole],
        };

        static (string, string, Func<string, JsonNode?, string>) Inside(string type, string path, string schema, JsonObject request) => (schema, path, (name, value) =>
        {
            var copy = request.DeepClone().AsObject();
            var inner = copy[path]!.AsObject();
            if (name == "action")
            {
                new[] { "buttons", "button", "sections" }.ToList().ForEach(short_ => inner.Remove(short_));
            }

            With(inner, name, value);
            return copy.ToJsonString();
        });
    }

    private static JsonObject With(JsonObject target, string name, JsonNode? value)
    {
        if (name is "mediaId" or "mediaUrl")
        {
            target.Remove("mediaId");
            target.Remove("mediaUrl");
        }

        target[name] = value;
        return target;
    }

    private static JsonObject Base(string type)
    {
        var request = new JsonObject { ["recipientPhone"] = "34600000000", ["messageType"] = type };
        (string Name, string Value)[] more = type switch
        {
            "text" => [("content", "\"hola\"")],
            "media" => [("mediaType", "\"image\""), ("mediaId", "\"1\"")],
            "template" => [("template", "{\"name\":\"reopen\"}")],
            "location" => [("location", "{\"latitude\":1,\"longitude\":2}")],
            "reaction" => [("reaction", "{\"messageId\":\"wamid.1\",\"emoji\":\"x\"}")],
            _ => [("interactive", "{\"type\":\"buttons\",\"body\":\"b\",\"buttons\":[{\"id\":\"1\",\"title\":\"t\"}]}")],
        };
        more.ToList().ForEach(each => request[each.Name] = JsonNode.Parse(each.Value));
        return request;
    }

    private static JsonObject List() => JsonNode.Parse("""
        {"recipientPhone":"34600000000","messageType":"interactive","interactive":{"type":"list","body":"b","button":"o","sections":[{"rows":[{"id":"1","title":"t"}]}]}}
        """)!.AsObject();

    private async Task<List<(string Field, string Problem)>> ProblemsAsync(string body)
    {
        var (status, answer) = await _host.CallAsync("POST", "/api/queue/add", body);
        Assert.True(status is 200 or 400, $"{body}: {status}");
        return status == 200 ? [] : [.. answer.GetProperty("details").EnumerateArray().Select(d => (d.GetProperty("field").GetString()!, d.GetProperty("problem").GetString()!))];
    }
}
