using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Records;

/// <summary>One call that reached the sandbox whole: a message, or a mark that one was read.</summary>
public sealed record SandboxSend
{
    /// <summary>From 1, in the order of arrival.</summary>
    public long Sequence { get; internal set; }

    /// <summary>When the whole call had arrived, by the clock's <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Timestamp { get; init; }

    /// <summary>When the whole call had arrived.</summary>
    public required DateTimeOffset Utc { get; init; }

    /// <summary>Whose API was called.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of the number.</summary>
    public required string NumberKey { get; init; }

    /// <summary>Who it is for: <c>+</c> and digits where it is a phone, else as given. Empty when the call did not say, or for a read mark.</summary>
    public required string Recipient { get; init; }

    /// <summary>
    /// <c>text</c>, <c>image</c>, <c>video</c>, <c>audio</c>, <c>document</c>, <c>sticker</c>, <c>template</c>, <c>buttons</c>,
    /// <c>list</c>, <c>location</c>, <c>reaction</c>, <c>contacts</c>, <c>mark-read</c>, or the provider's word for what none of these is.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Text, caption, or name of the template; of a read mark the message's id.</summary>
    public string? Text { get; init; }

    /// <summary>The caller's own id (<c>biz_opaque_callback_data</c>, <c>reference</c>, <c>metadata.gatewayId</c>); Evolution has none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The id the sandbox gave it, when it was taken.</summary>
    public string? ProviderMessageId { get; init; }

    /// <summary>Whether the message was taken, whatever became of the answer.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>HTTP status of the answer; 0 when none was given.</summary>
    public required int Status { get; init; }

    /// <summary>The provider's error code of a refusal.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>How the answer failed to be one.</summary>
    public SandboxFault? Fault { get; init; }

    /// <summary>Whether it was refused for going over the number's or the pair's limit.</summary>
    public bool IsViolation { get; init; }

    /// <summary>Whether it repeated a call under the same idempotency key, and was answered the same.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Name of the rule that made the answer.</summary>
    public string? Rule { get; init; }

    /// <summary>The call's body, where the options ask for it.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Meta: the recipient as the call wrote it.</summary>
    internal string Given { get; init; } = "";
}
