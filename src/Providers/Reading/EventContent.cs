using Relevo.Contracts.Messages;

namespace Relevo.Providers.Reading;

/// <summary>What a message holds, gathered while it is read.</summary>
internal struct EventContent
{
    /// <summary>Content type in the gateway's words; the provider's own when it is not known.</summary>
    internal string? Type;

    /// <summary>False when the provider's type is none we know: the event becomes unknown.</summary>
    internal bool Known;

    /// <summary>True when a field had the wrong type: the event becomes unknown.</summary>
    internal bool Odd;

    /// <summary>See <see cref="InboundEvent.Text"/>.</summary>
    internal string? Text;

    /// <summary>See <see cref="InboundEvent.ReplyToMessageId"/>.</summary>
    internal string? ReplyTo;

    /// <summary>See <see cref="InboundEvent.MediaId"/>.</summary>
    internal string? MediaId;

    /// <summary>See <see cref="InboundEvent.MediaUrl"/>.</summary>
    internal string? MediaUrl;

    /// <summary>See <see cref="InboundEvent.MimeType"/>.</summary>
    internal string? MimeType;

    /// <summary>See <see cref="InboundEvent.FileName"/>.</summary>
    internal string? FileName;

    /// <summary>See <see cref="InboundEvent.Voice"/>.</summary>
    internal bool? Voice;

    /// <summary>See <see cref="InboundEvent.Latitude"/>.</summary>
    internal double? Latitude;

    /// <summary>See <see cref="InboundEvent.Longitude"/>.</summary>
    internal double? Longitude;

    /// <summary>See <see cref="InboundEvent.TargetMessageId"/>.</summary>
    internal string? Target;

    /// <summary>See <see cref="InboundEvent.Emoji"/>.</summary>
    internal string? Emoji;

    /// <summary>See <see cref="InboundEvent.Payload"/>.</summary>
    internal string? Payload;

    /// <summary>See <see cref="InboundEvent.NewContactKey"/>.</summary>
    internal string? NewContactKey;

    /// <summary>See <see cref="InboundEvent.OriginalType"/>.</summary>
    internal string? OriginalType;

    /// <summary>See <see cref="InboundEvent.ErrorCode"/>.</summary>
    internal string? ErrorCode;

    /// <summary>See <see cref="InboundEvent.NeedsMediaFetch"/>.</summary>
    internal bool? NeedsMediaFetch;

    /// <summary>See <see cref="InboundEvent.Base64Length"/>.</summary>
    internal int? Base64Length;
}
