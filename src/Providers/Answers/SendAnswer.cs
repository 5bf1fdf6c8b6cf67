namespace Relevo.Providers.Answers;

/// <summary>What a provider's API answered to a send.</summary>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Body">The body as received.</param>
internal readonly record struct SendAnswer(int? Status, ReadOnlyMemory<byte> Body);
