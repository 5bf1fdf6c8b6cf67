namespace Relevo.Gateway.Api.Views;

/// <summary>What became of a retry.</summary>
/// <param name="Success">True when every letter asked for went back.</param>
/// <param name="Retried">How many went back.</param>
/// <param name="Items">Which, when ids were given.</param>
/// <param name="NotFound">Ids that are no dead letters.</param>
/// <param name="Remaining">Letters that were there and not reached in the time of one call; call again.</param>
internal sealed record RetryAnswer(bool Success, int Retried, IReadOnlyList<RetriedLetter> Items, IReadOnlyList<string> NotFound, long Remaining);
