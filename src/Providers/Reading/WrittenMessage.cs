using Relevo.Contracts.Messages;

namespace Relevo.Providers.Reading;

/// <summary>A message or echo on its way to becoming an event.</summary>
internal ref struct WrittenMessage
{
    /// <summary><see cref="EventKind.Message"/> or <see cref="EventKind.Echo"/>.</summary>
    internal required EventKind Kind;

    /// <summary>The provider's id, or null when it has none that can be used.</summary>
    internal required string? Id;

    /// <summary>Who it is from, or to.</summary>
    internal required Correspondent With;

    /// <summary>Provider time.</summary>
    internal DateTimeOffset? Time;

    /// <summary>See <see cref="InboundEvent.ProviderConversationId"/>.</summary>
    internal string? ProviderConversationId;

    /// <summary>See <see cref="InboundEvent.ProviderStatus"/>.</summary>
    internal string? ProviderStatus;

    /// <summary>See <see cref="InboundEvent.Origin"/>.</summary>
    internal string? Origin;

    /// <summary>
    /// The event. A message without id or contact, with a field of the wrong type or of a type we do not know is
    /// handed on as unknown: with its keys, so that it keeps its place in the conversation, and without its content.
    /// </summary>
    internal readonly InboundEvent ToEvent(in ChannelScope scope, in EventContent content, ReadOnlyMemory<byte> raw)
    {
        var clear = content is { Known: true, Odd: false } && Id is not null && With.ContactKey is not null && scope.ChannelKey is not null;
        return clear ? Clear(scope, content, raw) : Unclear(scope, content.Type, raw);
    }

    private readonly InboundEvent Clear(in ChannelScope scope, in EventContent content, ReadOnlyMemory<byte> raw) => new()
    {
        Kind = Kind,
        Provider = scope.Provider,
        ChannelKey = scope.ChannelKey,
        ContactKey = With.ContactKey,
        ConversationKey = scope.Conversation(With.ContactKey),
        ProviderMessageId = Id,
        DedupeKey = scope.Message(Id),
        BusinessNumber = scope.BusinessNumber,
        Type = content.Type,
        Text = content.Text,
        TimestampUtc = Time,
        ReplyToMessageId = content.ReplyTo,
        MediaId = content.MediaId,
        MediaUrl = content.MediaUrl,
        MimeType = content.MimeType,
        FileName = content.FileName,
        Voice = content.Voice,
        Latitude = content.Latitude,
        Longitude = content.Longitude,
        TargetMessageId = content.Target,
        Emoji = content.Emoji,
        Payload = content.Payload,
        NewContactKey = content.NewContactKey,
        OriginalType = content.OriginalType,
        ErrorCode = content.ErrorCode,
        NeedsMediaFetch = content.NeedsMediaFetch,
        Base64Length = content.Base64Length,
        Sender = With.Sender,
        Bsuid = With.Bsuid,
        ContactLid = With.ContactLid,
        ProviderConversationId = ProviderConversationId,
        ProviderStatus = ProviderStatus,
        Origin = Origin,
        Raw = raw,
    };

    private readonly InboundEvent Unclear(in ChannelScope scope, string? type, ReadOnlyMemory<byte> raw) => new()
    {
        Kind = EventKind.Unknown,
        Provider = scope.Provider,
        ChannelKey = scope.ChannelKey,
        ContactKey = With.ContactKey,
        ConversationKey = scope.Conversation(With.ContactKey),
        ProviderMessageId = Id,
        DedupeKey = scope.Message(Id),
        BusinessNumber = scope.BusinessNumber,
        Type = type,
        TimestampUtc = Time,
        Sender = With.Sender,
        Raw = raw,
    };
}
