namespace Relevo.Contracts.Messages;

/// <summary>
/// One thing a webhook told us, in the words of the gateway. A field that does not apply is null.
/// The normaliser of a provider makes it; <see cref="EventEncoder"/> writes it as the application gets it.
/// </summary>
public sealed record InboundEvent
{
    /// <summary>What it is.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>Provider name: <c>meta</c>, <c>bird</c>, <c>bird-v1</c>, <c>messagebird</c>, <c>evolution</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Our id of the message it is about; null when it is about none that we sent. Written first, so that delivery finds it.</summary>
    public string? MessageId { get; init; }

    /// <summary>The provider's own name of the number (Meta phone number id, Bird channel id, Evolution instance).</summary>
    public string? ChannelKey { get; init; }

    /// <summary>The customer or group: <c>+</c> and digits, a BSUID, a LID or a group id.</summary>
    public string? ContactKey { get; init; }

    /// <summary><c>provider:channelKey:contactKey</c>; events of one key stay in order.</summary>
    public string? ConversationKey { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? ProviderMessageId { get; init; }

    /// <summary>What makes this event the same event when it comes again.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>Our number in E.164.</summary>
    public string? BusinessNumber { get; init; }

    /// <summary>Content type (<c>text</c>, <c>image</c> …) or the provider's event name.</summary>
    public string? Type { get; init; }

    /// <summary>Body text, caption, or the visible title of a tapped button or row.</summary>
    public string? Text { get; init; }

    /// <summary>Normalised status.</summary>
    public string? Status { get; init; }

    /// <summary>Provider time; null when the payload has none.</summary>
    public DateTimeOffset? TimestampUtc { get; init; }

    /// <summary>Id of the message this one quotes.</summary>
    public string? ReplyToMessageId { get; init; }

    /// <summary>The provider's id of the media.</summary>
    public string? MediaId { get; init; }

    /// <summary>Where the media can be fetched with the number's credentials.</summary>
    public string? MediaUrl { get; init; }

    /// <summary>Media type of the content.</summary>
    public string? MimeType { get; init; }

    /// <summary>File name of a document.</summary>
    public string? FileName { get; init; }

    /// <summary>True for a voice note.</summary>
    public bool? Voice { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>Id of the message a reaction, edit or revoke is about.</summary>
    public string? TargetMessageId { get; init; }

    /// <summary>Emoji of a reaction; null or empty when it was taken back.</summary>
    public string? Emoji { get; init; }

    /// <summary>Id or payload of the tapped button, row or flow answer.</summary>
    public string? Payload { get; init; }

    /// <summary>The contact key that replaces this one from now on.</summary>
    public string? NewContactKey { get; init; }

    /// <summary>The provider's error code, as text.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Meta's code behind another provider's error, as text.</summary>
    public string? MetaErrorCode { get; init; }

    /// <summary>The person who wrote in a group.</summary>
    public string? Sender { get; init; }

    /// <summary>Meta's business-scoped user id of the contact.</summary>
    public string? Bsuid { get; init; }

    /// <summary>Our own id that the provider echoes on receipts.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>WhatsApp business account the notice is about.</summary>
    public string? WabaId { get; init; }

    /// <summary>A limit the notice announces, as text (a number or <c>TIER_…</c>).</summary>
    public string? Limit { get; init; }

    /// <summary><c>name/language</c> of the template the notice is about.</summary>
    public string? Template { get; init; }

    /// <summary>The provider's own id of the conversation.</summary>
    public string? ProviderConversationId { get; init; }

    /// <summary>The provider's own word for the status where it differs.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>Type that the provider named but does not carry.</summary>
    public string? OriginalType { get; init; }

    /// <summary>LID under which the contact also appears.</summary>
    public string? ContactLid { get; init; }

    /// <summary>True when the media must be asked for by message id.</summary>
    public bool? NeedsMediaFetch { get; init; }

    /// <summary>Characters of inline base64 media in <see cref="Raw"/>.</summary>
    public int? Base64Length { get; init; }

    /// <summary><c>api</c> when an echo is the copy of an API send.</summary>
    public string? Origin { get; init; }

    /// <summary>True when the business itself did it.</summary>
    public bool? FromMe { get; init; }

    /// <summary>The provider's reason of a connection state.</summary>
    public int? ReasonCode { get; init; }

    /// <summary>False when a person has to repair the connection.</summary>
    public bool? Recoverable { get; init; }

    /// <summary>The provider's own JSON object for this event, credentials removed, UTF-8. Empty when <see cref="RawBody"/> is set.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The whole body when it is not JSON; handed on as <c>rawBase64</c>.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }
}
