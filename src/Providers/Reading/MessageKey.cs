namespace Relevo.Providers.Reading;

/// <summary>Ids as providers give them and get them back.</summary>
internal static class MessageKey
{
    private const int MaxLength = 256;

    /// <summary>Whether a text can be an id: what <see cref="Field.Key(System.Text.Json.JsonElement)"/> accepts.</summary>
    internal static bool IsValid(string? id) => id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAny(KeyMarks.Forbidden);
}
