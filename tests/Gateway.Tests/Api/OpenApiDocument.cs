using System.Text.Json;

namespace Relevo.Gateway.Tests.Api;

/// <summary>The description of the API as a client reads it, with just as much JSON Schema as it uses.</summary>
internal sealed class OpenApiDocument(JsonElement root)
{
    public JsonElement Root => root;

    public JsonElement Schemas => root.GetProperty("components").GetProperty("schemas");

    /// <summary>Every operation, aliases resolved.</summary>
    public IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        root.GetProperty("paths").EnumerateObject().SelectMany(path => Resolve(path.Value).EnumerateObject().Select(each => (path.Name, each.Name.ToUpperInvariant(), each.Value)));

    public static async Task<OpenApiDocument> ReadAsync(ApiHost host) => new((await host.CallAsync("GET", "/openapi/v1.json", key: null)).Body);

    public JsonElement Operation(string path, string method) => Operations.Single(each => each.Path == path && each.Method == method).Operation;

    /// <summary>The value itself, or what its <c>$ref</c> names.</summary>
    public JsonElement Resolve(JsonElement value)
    {
        while (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$ref", out var reference))
        {
            value = Find(reference.GetString()!);
        }

        return value;
    }

    public JsonElement Find(string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        var found = root;
        foreach (var step in reference[2..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            Assert.True(found.TryGetProperty(step, out found), $"{reference} leads nowhere");
        }

        return found;
    }

    /// <summary>Properties of a schema and of everything it is made of.</summary>
    public IEnumerable<JsonProperty> Properties(JsonElement schema)
    {
        schema = Resolve(schema);
        var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : Enumerable.Empty<JsonProperty>();
        return own.Concat(Each(schema, "allOf").SelectMany(Properties));
    }

    public static IEnumerable<JsonElement> Each(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    /// <summary>Whether a value is as a schema says.</summary>
    public bool Fits(JsonElement value, JsonElement schema)
    {
        schema = Resolve(schema);
        return Each(schema, "allOf").All(part => Fits(value, part))
            && (!schema.TryGetProperty("oneOf", out _) || Each(schema, "oneOf").Count(part => Fits(value, part)) == 1)
            && (!schema.TryGetProperty("anyOf", out _) || Each(schema, "anyOf").Any(part => Fits(value, part)))
            && (!schema.TryGetProperty("const", out var constant) || JsonElement.DeepEquals(constant, value))
            && (!schema.TryGetProperty("enum", out var words) || words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            && (!schema.TryGetProperty("type", out var type) || Types(type).Any(name => IsOf(value, name)))
            && FitsInside(value, schema);
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new ArgumentException(type, nameof(type)),
    };

    private bool FitsInside(JsonElement value, JsonElement schema) => value.ValueKind switch
    {
        JsonValueKind.String => IsWithin(value.GetString()!.Length, schema, "minLength", "maxLength"),
        JsonValueKind.Number => IsWithin(value.GetDouble(), schema, "minimum", "maximum"),
        JsonValueKind.Array => IsWithin(value.GetArrayLength(), schema, "minItems", "maxItems")
            && (!schema.TryGetProperty("items", out var items) || value.EnumerateArray().All(item => Fits(item, items))),
        JsonValueKind.Object => Each(schema, "required").All(name => value.TryGetProperty(name.GetString()!, out _))
            && (!schema.TryGetProperty("properties", out var known) || value.EnumerateObject().All(field => !known.TryGetProperty(field.Name, out var part) || Fits(field.Value, part))),
        _ => true,
    };

    private static bool IsWithin(double value, JsonElement schema, string least, string most) =>
        (!schema.TryGetProperty(least, out var min) || value >= min.GetDouble()) && (!schema.TryGetProperty(most, out var max) || value <= max.GetDouble());
}
