using System.Globalization;
using System.Text.Json;

namespace Relevo.Gateway.Commands.Output;

/// <summary>Turns values of answers into cells.</summary>
internal static class Show
{
    /// <summary>What stands where there is nothing.</summary>
    public const string Nothing = "-";

    /// <summary>A field as text; a dash when it is missing or null.</summary>
    public static string Field(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Value(value) : Nothing;

    /// <summary>The objects of a list; none when it is missing.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    /// <summary>A field that is a part of one, as per cent.</summary>
    public static string Share(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble() * 100:0.#} %")
            : Nothing;

    public static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    public static string Duration(double seconds) => TimeSpan.FromSeconds(seconds) switch
    {
        { TotalDays: >= 1 } t => string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalDays} d {t.Hours} h"),
        { TotalHours: >= 1 } t => string.Create(CultureInfo.InvariantCulture, $"{t.Hours} h {t.Minutes} min"),
        { TotalMinutes: >= 1 } t => string.Create(CultureInfo.InvariantCulture, $"{t.Minutes} min {t.Seconds} s"),
        var t => string.Create(CultureInfo.InvariantCulture, $"{t.TotalSeconds:0.#} s"),
    };

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => Nothing,
        JsonValueKind.Number => Number(value.GetDouble()),
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : Nothing,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        _ => value.GetRawText(),
    };
}
