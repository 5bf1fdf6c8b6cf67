namespace Relevo.Contracts.Messages.Outbound;

/// <summary>A button that answers for the customer.</summary>
/// <param name="Id">What comes back when it is tapped, at most 256 characters.</param>
/// <param name="Title">What it says, at most 20 characters.</param>
public sealed record OutboundButton(string Id, string Title);
