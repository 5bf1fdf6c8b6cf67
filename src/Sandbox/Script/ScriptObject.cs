using System.Text.Json;

namespace Relevo.Sandbox.Script;

/// <summary>One JSON object of a script: reads its members by name, notes what is not as it should be, and at the end what nobody asked for.</summary>
internal sealed class ScriptObject(JsonElement element, string path, List<ScriptProblem> problems)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string? Text(string name) => Find(name, JsonValueKind.String, "a text") is { } value ? value.GetString() : null;

    public string Required(string name)
    {
        if (!element.TryGetProperty(name, out _))
        {
            problems.Add(new ScriptProblem(PathOf(name), "is missing"));
        }

        return Text(name) ?? "";
    }

    public bool? Flag(string name) => Take(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Complain<bool>(name, "must be true or false"),
    };

    public int? Whole(string name) => Long(name) is not { } value ? null
        : value is >= int.MinValue and <= int.MaxValue ? (int)value
        : Complain<int>(name, "is out of bounds");

    public long? Long(string name) => Find(name, JsonValueKind.Number, "a whole number") is not { } value ? null
        : value.TryGetInt64(out var number) ? number
        : Complain<long>(name, "must be a whole number");

    public double? Number(string name) => Find(name, JsonValueKind.Number, "a number")?.GetDouble();

    public TimeSpan? Seconds(string name) => Span(name, 1);

    public TimeSpan? Milliseconds(string name) => Span(name, 0.001);

    /// <summary>A text, or a number as it is written.</summary>
    public string? Word(string name) => Take(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => Say(name, "must be a text or a number"),
    };

    public IReadOnlyList<T> List<T>(string name, Func<JsonElement, string, T> read) =>
        Find(name, JsonValueKind.Array, "a list") is { } list
            ? [.. list.EnumerateArray().Select((item, i) => read(item, $"{PathOf(name)}[{i}]"))]
            : [];

    /// <summary>The member as it is; null when it is missing or null.</summary>
    public JsonElement? Take(string name)
    {
        _asked.Add(name);
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Complains of every member that was not asked for.</summary>
    public void Close()
    {
        foreach (var member in element.EnumerateObject().Where(member => !_asked.Contains(member.Name)))
        {
            problems.Add(new ScriptProblem(PathOf(member.Name), $"is not known here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}"));
        }
    }

    private TimeSpan? Span(string name, double unit)
    {
        var number = Number(name) * unit;
        return number is null ? null
            : Math.Abs(number.Value) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(number.Value)
            : Complain<TimeSpan>(name, "is out of bounds");
    }

    private JsonElement? Find(string name, JsonValueKind kind, string what)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == kind ? value : Complain<JsonElement>(name, $"must be {what}");
    }

    private T? Complain<T>(string name, string problem)
        where T : struct
    {
        problems.Add(new ScriptProblem(PathOf(name), problem));
        return null;
    }

    private string? Say(string name, string problem)
    {
        problems.Add(new ScriptProblem(PathOf(name), problem));
        return null;
    }
}
