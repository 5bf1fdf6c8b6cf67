using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Reads the fields of one JSON object and collects what is wrong with each, so that a caller hears everything at once.</summary>
internal sealed class RequestFields
{
    private const int MaxRawDepth = 16;
    private const int MaxShown = 64;

    // RFC 3339, also without seconds; without an offset it is UTC.
    private static readonly string[] TimeForms = ["yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK"];

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<ErrorDetail> _problems;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public RequestFields(JsonElement value, string path, List<ErrorDetail> problems)
    {
        _object = value;
        _path = path;
        _problems = problems;
    }

    /// <summary>Says of every field of a request but one that it is none of it.</summary>
    public static void RefuseOthers(JsonElement body, string known, List<ErrorDetail> problems)
    {
        var fields = new RequestFields(body, "", problems);
        fields.Ignore(known);
        fields.RefuseOthers();
    }

    public void Problem(string field, string problem) => _problems.Add(new ErrorDetail(Path(field), problem));

    /// <summary>A text of <paramref name="least"/> to <paramref name="most"/> characters, or null when it is not there.</summary>
    public string? Text(string field, int most, int least = 1)
    {
        if (!TryGet(field, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Problem(field, "must be a text");
            return null;
        }

        if (!TryRead(value, out var text))
        {
            Problem(field, "is no valid text: half of a surrogate pair");
            return null;
        }

        if (text.Length < least || text.Length > most)
        {
            Problem(field, string.Create(CultureInfo.InvariantCulture, $"must have {least} to {most} characters, has {text.Length}"));
            return null;
        }

        return text;
    }

    /// <summary>A <see cref="Word"/> that is there; its absence is a problem.</summary>
    public string? Needed(string field, int most)
    {
        if (Has(field))
        {
            return Word(field, most);
        }

        Ignore(field);
        Problem(field, "is needed");
        return null;
    }

    /// <summary>A text without control characters: one line, fit for an address, a header or a log.</summary>
    public string? Word(string field, int most)
    {
        var text = Text(field, most);
        if (text is null || !text.Any(char.IsControl))
        {
            return text;
        }

        Problem(field, "must not hold control characters");
        return null;
    }

    /// <summary>One of some words, in any case, or null when it is not there.</summary>
    public string? OneOf(string field, bool isNeeded, params ReadOnlySpan<string> words)
    {
        if (!TryGet(field, out var value) && !isNeeded)
        {
            return null;
        }

        var said = value.ValueKind == JsonValueKind.String && TryRead(value, out var text) ? text : "";
        foreach (var word in words)
        {
            if (word.Equals(said, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        Problem(field, "must be one of " + string.Join(", ", words));
        return null;
    }

    public bool Flag(string field)
    {
        if (TryGet(field, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Problem(field, "must be true or false");
            return false;
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public double? Number(string field, double least, double most)
    {
        if (!TryGet(field, out var value))
        {
            Problem(field, "is needed");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
        return null;
    }

    /// <summary>A whole number, or null when it is not there.</summary>
    public int? Whole(string field, int least, int most)
    {
        if (!TryGet(field, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(field, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    public DateTimeOffset? Time(string field)
    {
        if (Text(field, 64) is not { } text)
        {
            return null;
        }

        // Exact forms only: a freer reader would take "12:00" for today and "01/02/2027" for either day.
        if (DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Problem(field, "is not a time like 2026-11-21T12:00:00Z");
        return null;
    }

    /// <summary>The fields of an object within, or null when it is not there.</summary>
    public RequestFields? Object(string field) => TryGet(field, out var value) ? Object(field, value) : null;

    /// <summary>The objects of a list within; empty when it is not there.</summary>
    public IReadOnlyList<RequestFields> Objects(string field, int most)
    {
        if (!TryGet(field, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 || value.GetArrayLength() > most)
        {
            Problem(field, string.Create(CultureInfo.InvariantCulture, $"must be a list of 1 to {most}"));
        }

        // What is wrong within a list that is too long is said as well, as far as it is of use.
        return value.ValueKind != JsonValueKind.Array ? [] : [.. value.EnumerateArray().Take(2 * most).Select((item, i) => Object(string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"), item)).OfType<RequestFields>()];
    }

    /// <summary>A value that is taken as it is, with a copy of its own that can be written again.</summary>
    public JsonElement? Raw(string field, JsonValueKind kind, int mostChars)
    {
        if (!TryGet(field, out var value))
        {
            return null;
        }

        if (value.ValueKind != kind)
        {
            Problem(field, kind == JsonValueKind.Array ? "must be a list" : "must be an object");
            return null;
        }

        if (!SoundJson.IsSound(value, MaxRawDepth))
        {
            Problem(field, string.Create(CultureInfo.InvariantCulture, $"holds half of a surrogate pair, or is nested deeper than {MaxRawDepth} levels"));
            return null;
        }

        if (value.GetRawText().Length > mostChars)
        {
            Problem(field, string.Create(CultureInfo.InvariantCulture, $"is too large: at most {mostChars} characters"));
            return null;
        }

        return value.Clone();
    }

    public bool Has(string field) => _object.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    public bool IsText(string field) => _object.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String;

    /// <summary>Lets <see cref="RefuseOthers()"/> pass over fields that nobody reads, because what they belong to is wrong already.</summary>
    public void Ignore(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            _known.Add(field);
        }
    }

    /// <summary>Says of every field that was not asked for that it is none of this request.</summary>
    public void RefuseOthers()
    {
        foreach (var field in _object.EnumerateObject().Where(field => !_known.Contains(field.Name)))
        {
            Problem(Shown(field.Name), "is not a field of this request");
        }
    }

    private RequestFields? Object(string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return new RequestFields(value, Path(field), _problems);
        }

        Problem(field, "must be an object");
        return null;
    }

    private bool TryGet(string field, out JsonElement value)
    {
        _known.Add(field);
        return _object.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static bool TryRead(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    // A name of the caller's own making comes back to him: one line of bounded length, cut between characters.
    private static string Shown(string name)
    {
        var text = name.Length > MaxShown ? name[..(char.IsHighSurrogate(name[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] : name;
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }

    private string Path(string field) => _path.Length == 0 ? field : $"{_path}.{field}";
}
