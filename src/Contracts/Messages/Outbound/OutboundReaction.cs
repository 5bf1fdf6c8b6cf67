namespace Relevo.Contracts.Messages.Outbound;

/// <summary>An emoji on an earlier message.</summary>
/// <param name="MessageId">The provider's id of that message.</param>
/// <param name="Emoji">The emoji; empty takes an earlier one back.</param>
/// <param name="FromMe">Whether that message was one of ours.</param>
public sealed record OutboundReaction(string MessageId, string Emoji, bool FromMe);
