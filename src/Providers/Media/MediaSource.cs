using Relevo.Providers.Sending;

namespace Relevo.Providers.Media;

/// <summary>Where the media of an inbound message is, as its event says.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="Account">The number that it came through, whose credential may be needed.</param>
/// <param name="MediaId">The provider's id of the media (Meta).</param>
/// <param name="MediaUrl">Its address (Bird; Evolution with storage).</param>
/// <param name="MimeType">Media type, as the message says.</param>
/// <param name="FileName">Name of a document.</param>
/// <param name="ProviderMessageId">The provider's id of the message, by which Evolution finds media it has not stored.</param>
/// <param name="Base64">The media itself, where the message carries it (Evolution).</param>
public sealed record MediaSource(
    string Provider,
    SendAccount Account,
    string? MediaId = null,
    string? MediaUrl = null,
    string? MimeType = null,
    string? FileName = null,
    string? ProviderMessageId = null,
    string? Base64 = null)
{
    /// <summary>Without addresses and content.</summary>
    public override string ToString() => $"media of {Account}";
}
