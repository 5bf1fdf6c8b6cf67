using System.Text;
using System.Text.Json;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Reads the settings file into nodes, so that every later error can name its place. Comments and trailing commas are fine.</summary>
internal static class SettingsJson
{
    private const int MaxDepth = 64;

    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = MaxDepth,
    };

    /// <returns>The root object, or null with the reason when the text is not one JSON object.</returns>
    public static SettingNode? Parse(ReadOnlySpan<byte> utf8, List<SettingProblem> problems, out string? failure)
    {
        failure = null;
        var json = new Utf8JsonReader(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8, Options);
        try
        {
            json.Read();
            var root = ReadValue(ref json, "", problems);
            json.Read(); // Throws when something follows.
            failure = root.Kind == SettingNodeKind.Members ? null : $"the file holds {root.Word} where an object is expected";
            return failure is null ? root : null;
        }
        catch (JsonException exception)
        {
            failure = Describe(exception);
            return null;
        }
        catch (InvalidOperationException)
        {
            failure = "the file holds text that is not valid UTF-8";
            return null;
        }
    }

    private static SettingNode ReadValue(ref Utf8JsonReader json, string path, List<SettingProblem> problems) => json.TokenType switch
    {
        JsonTokenType.StartObject => ReadMembers(ref json, path, problems),
        JsonTokenType.StartArray => ReadItems(ref json, path, problems),
        JsonTokenType.String => new SettingNode(SettingNodeKind.Text, json.GetString()!),
        JsonTokenType.Number => new SettingNode(SettingNodeKind.Number, Encoding.UTF8.GetString(json.ValueSpan)),
        JsonTokenType.True => new SettingNode(SettingNodeKind.Flag, "true"),
        JsonTokenType.False => new SettingNode(SettingNodeKind.Flag, "false"),
        _ => new SettingNode(SettingNodeKind.Nothing),
    };

    private static SettingNode ReadMembers(ref Utf8JsonReader json, string path, List<SettingProblem> problems)
    {
        var node = new SettingNode(SettingNodeKind.Members);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var name = json.GetString()!;
            var place = SettingPath.Join(path, name);
            json.Read();
            var value = ReadValue(ref json, place, problems);
            if (!seen.Add(name))
            {
                problems.Add(new SettingProblem(place, "stands in the file twice"));
                continue;
            }

            node.Members.Add(new(name, value));
        }

        return node;
    }

    private static SettingNode ReadItems(ref Utf8JsonReader json, string path, List<SettingProblem> problems)
    {
        var node = new SettingNode(SettingNodeKind.Items);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(ReadValue(ref json, SettingPath.Join(path, node.Items.Count), problems));
        }

        return node;
    }

    // The reader's own sentence may quote what stands there, and that may be a secret without its quotes.
    private static string Describe(JsonException exception)
    {
        var line = (exception.LineNumber ?? 0) + 1;
        var column = (exception.BytePositionInLine ?? 0) + 1;
        return $"not valid JSON at line {line}, column {column}: {Cause(exception.Message)}";
    }

    private static string Cause(string message)
    {
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        return Says("after a single JSON value") ? "something follows the last bracket"
            : Says("maximum configured depth") ? $"nested deeper than {MaxDepth} levels"
            : Says("end of the JSON payload") || Says("end of data") || Says("any JSON tokens") ? "the file ends before its last bracket"
            : "a name, value, comma or bracket is missing or misspelt here";
    }
}
