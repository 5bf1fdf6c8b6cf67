using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>The number an event belongs to, and the keys that are made from it.</summary>
internal readonly struct ChannelScope
{
    private readonly string? _conversationPrefix;
    private readonly string? _dedupePrefix;

    private ChannelScope(string provider, string? channelKey, string? businessNumber, string dedupePrefix)
    {
        Provider = provider;
        ChannelKey = channelKey;
        BusinessNumber = businessNumber;
        _conversationPrefix = string.Concat(provider, ":", channelKey, ":");
        _dedupePrefix = dedupePrefix;
    }

    /// <summary>Provider name.</summary>
    internal string Provider { get; }

    /// <summary>The provider's own name of the number.</summary>
    internal string? ChannelKey { get; }

    /// <summary>Our number in E.164.</summary>
    internal string? BusinessNumber { get; }

    /// <summary>A scope whose keys name the channel.</summary>
    /// <param name="provider">Provider name.</param>
    /// <param name="channelKey">The provider's own name of the number, or null when the payload has none.</param>
    /// <param name="businessNumber">Our number as the payload has it; when it has none, the configured one is taken.</param>
    /// <param name="number">The configured number the webhook came to.</param>
    internal static ChannelScope Of(string provider, string? channelKey, string? businessNumber, WebhookNumber number) =>
        new(provider, channelKey, Business(channelKey, businessNumber, number), DedupeKey.Prefix(provider, channelKey));

    /// <summary>A scope whose message ids are unique over all channels of the provider, so that its keys leave the channel out.</summary>
    internal static ChannelScope Global(string provider, string? channelKey, string? businessNumber, WebhookNumber number) =>
        new(provider, channelKey, Business(channelKey, businessNumber, number), provider + ":");

    /// <summary>The channel key of a payload. When it is the configured one, that string is returned: the usual case costs none.</summary>
    internal static string? Key(JsonElement parent, ReadOnlySpan<byte> name, WebhookNumber number, ref bool odd) =>
        Field.TryAny(parent, name, out var value) && value.ValueKind == JsonValueKind.String && number.Key.Length > 0 && value.ValueEquals(number.Key)
            ? number.Key
            : Field.Key(parent, name, ref odd);

    /// <summary><c>provider:channelKey:contactKey</c>.</summary>
    internal string? Conversation(string? contactKey) =>
        contactKey is null || ChannelKey is null ? null : string.Concat(_conversationPrefix, contactKey);

    /// <summary>The key of a message or echo.</summary>
    internal string? Message(string? id) => Usable(id) ? DedupeKey.Of(_dedupePrefix!, id!) : null;

    /// <summary>The key of a receipt, told apart by the provider's own word and, in groups, by participant.</summary>
    internal string? Status(string? id, string? word, string? participant) =>
        Usable(id) && word is not null ? DedupeKey.OfStatus(_dedupePrefix!, id!, word, participant) : null;

    /// <summary>The key of a message taken back.</summary>
    internal string? Revoke(string? id) => Usable(id) ? DedupeKey.Of(_dedupePrefix!, id!) + DedupeKey.RevokeSuffix : null;

    /// <summary>The key of an edit; without its time two edits of one message could not be told apart, so there is none.</summary>
    internal string? Edit(string? id, long? timeMs) =>
        Usable(id) && timeMs is { } time
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DedupeKey.Of(_dedupePrefix!, id!)}{DedupeKey.EditSuffix}:{time}")
            : null;

    private static string? Business(string? channelKey, string? businessNumber, WebhookNumber number) =>
        businessNumber ?? (channelKey is not null && channelKey == number.Key ? number.Phone : null);

    private bool Usable(string? id) => id is not null && ChannelKey is not null;
}
