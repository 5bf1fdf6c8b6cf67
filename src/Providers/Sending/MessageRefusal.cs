namespace Relevo.Providers.Sending;

/// <summary>Why a message cannot be sent.</summary>
/// <param name="Part">What of it is the trouble.</param>
/// <param name="Sentence">For who wrote it.</param>
public sealed record MessageRefusal(MessagePart Part, string Sentence);
