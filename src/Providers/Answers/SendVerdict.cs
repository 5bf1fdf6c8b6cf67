using Relevo.Contracts.Outcomes;

namespace Relevo.Providers.Answers;

/// <summary>What an answer means.</summary>
/// <param name="Class">Where the message goes from here.</param>
/// <param name="ErrorCode">The provider's code, as text.</param>
/// <param name="ProviderMessageId">The provider's id of an accepted message.</param>
internal readonly record struct SendVerdict(FailureClass Class, string? ErrorCode = null, string? ProviderMessageId = null);
