namespace Relevo.Contracts.Messages.Outbound;

/// <summary>Media of a message; exactly one of <paramref name="Url"/> and <paramref name="Id"/> is given.</summary>
/// <param name="Url">Where the provider fetches it.</param>
/// <param name="Id">The provider's id of media it already holds.</param>
/// <param name="MimeType">Media type, when known.</param>
/// <param name="FileName">Name shown for a document.</param>
public sealed record OutboundMedia(string? Url, string? Id, string? MimeType, string? FileName);
