namespace Relevo.Providers.Reading;

/// <summary>
/// Builds the keys by which an event is known again. Their parts are divided by colons, so a colon inside a part is
/// written <c>%3A</c> (and a per cent sign <c>%25</c>): otherwise the message <c>7:read</c> and the receipt <c>read</c>
/// of message <c>7</c> would be one, and one of them lost. No real id of any provider holds either character.
/// </summary>
internal static class DedupeKey
{
    /// <summary>Ends the key of a message taken back.</summary>
    internal const string RevokeSuffix = ":revoke";

    /// <summary>Ends the key of an edit, before its time.</summary>
    internal const string EditSuffix = ":edit";

    /// <summary>What all keys of a channel begin with.</summary>
    internal static string Prefix(string provider, string? channelKey) =>
        channelKey is null ? "" : string.Concat(provider, ":", Part(channelKey), ":");

    /// <summary>The key of a message.</summary>
    internal static string Of(string prefix, string id) => string.Concat(prefix, Part(id));

    /// <summary>The key of a receipt.</summary>
    internal static string OfStatus(string prefix, string id, string word, string? participant)
    {
        var safe = Part(word);
        if (":" + safe is RevokeSuffix or EditSuffix)
        {
            safe = "%" + safe; // No escaped part has a lone per cent sign.
        }

        return participant is null
            ? string.Concat([prefix, Part(id), ":", safe])
            : string.Concat([prefix, Part(id), ":", safe, ":", Part(participant)]);
    }

    private static string Part(string text) =>
        text.AsSpan().ContainsAny(':', '%')
            ? text.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal)
            : text;
}
