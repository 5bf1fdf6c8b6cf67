namespace Relevo.Contracts.Messages.Outbound;

/// <summary>Rows of a list under a title.</summary>
/// <param name="Title">At most 24 characters; null when there is one section only.</param>
/// <param name="Rows">Its rows.</param>
public sealed record OutboundSection(string? Title, IReadOnlyList<OutboundRow> Rows);
