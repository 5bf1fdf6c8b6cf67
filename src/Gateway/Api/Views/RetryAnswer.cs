namespace Relevo.Gateway.Api.Views;

/// <summary>What became of a retry.</summary>
/// <param name="Success">True when every letter asked for went back.</param>
/// <param name="Retried">How many went back.</param>
/// <param name="Items">Which, at most the first 1,000.</param>
/// <param name="NotFound">Ids that are no dead letters.</param>
/// <param name="Remaining">Letters that were there and not reached in the time of one call; call again.</param>
/// <param name="LeftOut">Letters of unknown outcome that were left out, since they may have reached their customers already.</param>
internal sealed record RetryAnswer(bool Success, int Retried, IReadOnlyList<RetriedLetter> Items, IReadOnlyList<string> NotFound, long Remaining, long LeftOut);
