using System.Text.Json;

namespace Relevo.Contracts.Messages;

/// <summary>Names of a delivered event's fields, escaped once and not for every event.</summary>
internal static class EventFields
{
    public static readonly JsonEncodedText MessageId = JsonEncodedText.Encode("messageId");
    public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    public static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");
    public static readonly JsonEncodedText Number = JsonEncodedText.Encode("number");
    public static readonly JsonEncodedText ChannelKey = JsonEncodedText.Encode("channelKey");
    public static readonly JsonEncodedText ContactKey = JsonEncodedText.Encode("contactKey");
    public static readonly JsonEncodedText ConversationKey = JsonEncodedText.Encode("conversationKey");
    public static readonly JsonEncodedText ProviderMessageId = JsonEncodedText.Encode("providerMessageId");
    public static readonly JsonEncodedText DedupeKey = JsonEncodedText.Encode("dedupeKey");
    public static readonly JsonEncodedText BusinessNumber = JsonEncodedText.Encode("businessNumber");
    public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    public static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    public static readonly JsonEncodedText TimestampUtc = JsonEncodedText.Encode("timestampUtc");
    public static readonly JsonEncodedText ReceivedUtc = JsonEncodedText.Encode("receivedUtc");
    public static readonly JsonEncodedText ReplyToMessageId = JsonEncodedText.Encode("replyToMessageId");
    public static readonly JsonEncodedText MediaId = JsonEncodedText.Encode("mediaId");
    public static readonly JsonEncodedText MediaUrl = JsonEncodedText.Encode("mediaUrl");
    public static readonly JsonEncodedText MimeType = JsonEncodedText.Encode("mimeType");
    public static readonly JsonEncodedText FileName = JsonEncodedText.Encode("fileName");
    public static readonly JsonEncodedText Voice = JsonEncodedText.Encode("voice");
    public static readonly JsonEncodedText Latitude = JsonEncodedText.Encode("latitude");
    public static readonly JsonEncodedText Longitude = JsonEncodedText.Encode("longitude");
    public static readonly JsonEncodedText TargetMessageId = JsonEncodedText.Encode("targetMessageId");
    public static readonly JsonEncodedText Emoji = JsonEncodedText.Encode("emoji");
    public static readonly JsonEncodedText Payload = JsonEncodedText.Encode("payload");
    public static readonly JsonEncodedText Sender = JsonEncodedText.Encode("sender");
    public static readonly JsonEncodedText Bsuid = JsonEncodedText.Encode("bsuid");
    public static readonly JsonEncodedText ContactLid = JsonEncodedText.Encode("contactLid");
    public static readonly JsonEncodedText NewContactKey = JsonEncodedText.Encode("newContactKey");
    public static readonly JsonEncodedText OriginalType = JsonEncodedText.Encode("originalType");
    public static readonly JsonEncodedText NeedsMediaFetch = JsonEncodedText.Encode("needsMediaFetch");
    public static readonly JsonEncodedText Base64Length = JsonEncodedText.Encode("base64Length");
    public static readonly JsonEncodedText FromMe = JsonEncodedText.Encode("fromMe");
    public static readonly JsonEncodedText Origin = JsonEncodedText.Encode("origin");
    public static readonly JsonEncodedText ProviderStatus = JsonEncodedText.Encode("providerStatus");
    public static readonly JsonEncodedText ErrorCode = JsonEncodedText.Encode("errorCode");
    public static readonly JsonEncodedText MetaErrorCode = JsonEncodedText.Encode("metaErrorCode");
    public static readonly JsonEncodedText CorrelationId = JsonEncodedText.Encode("correlationId");
    public static readonly JsonEncodedText ProviderConversationId = JsonEncodedText.Encode("providerConversationId");
    public static readonly JsonEncodedText WabaId = JsonEncodedText.Encode("wabaId");
    public static readonly JsonEncodedText Limit = JsonEncodedText.Encode("limit");
    public static readonly JsonEncodedText Template = JsonEncodedText.Encode("template");
    public static readonly JsonEncodedText ReasonCode = JsonEncodedText.Encode("reasonCode");
    public static readonly JsonEncodedText Recoverable = JsonEncodedText.Encode("recoverable");
    public static readonly JsonEncodedText Raw = JsonEncodedText.Encode("raw");
    public static readonly JsonEncodedText RawBase64 = JsonEncodedText.Encode("rawBase64");
}
