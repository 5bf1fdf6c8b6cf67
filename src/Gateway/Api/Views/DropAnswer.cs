namespace Relevo.Gateway.Api.Views;

/// <summary>What became of a drop.</summary>
/// <param name="Success">True when every letter asked for is gone.</param>
/// <param name="Dropped">Ids that are gone.</param>
/// <param name="NotFound">Ids that are no dead letters.</param>
internal sealed record DropAnswer(bool Success, IReadOnlyList<string> Dropped, IReadOnlyList<string> NotFound);
