namespace Relevo.Contracts.Messages.Outbound;

/// <summary>A row of a list.</summary>
/// <param name="Id">What comes back when it is chosen, at most 200 characters.</param>
/// <param name="Title">What it says, at most 24 characters.</param>
/// <param name="Description">More words, at most 72 characters.</param>
public sealed record OutboundRow(string Id, string Title, string? Description);
