using System.Text.Json;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>An answer that is one JSON object. What is cut, no JSON or no object has no fields.</summary>
internal sealed class JsonAnswer
{
    private readonly JsonElement? _object;

    private JsonAnswer(JsonElement? value)
    {
        _object = value;
    }

    public static JsonAnswer Read(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return new JsonAnswer(null);
        }

        try
        {
            using var parsed = JsonDocument.Parse(body);
            return new JsonAnswer(parsed.RootElement.Clone());
        }
        catch (JsonException)
        {
            return new JsonAnswer(null);
        }
    }

    /// <summary>True when the field is there and false.</summary>
    public bool IsFalse(string field) => Find(field) is { ValueKind: JsonValueKind.False };

    /// <summary>True when the field is there and says something: a text, a list or an object with something in it.</summary>
    public bool Says(string field) => Find(field) is { } value && value.ValueKind switch
    {
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };

    /// <summary>The text of a field; null when it is none.</summary>
    public string? Text(string field)
    {
        try
        {
            return Find(field) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    private JsonElement? Find(string field) => _object is { } fields && fields.TryGetProperty(field, out var value) ? value : null;
}
