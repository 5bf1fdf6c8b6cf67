namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to an action on the pool.</summary>
/// <param name="Success">True.</param>
/// <param name="Items">The numbers it was about, as they are now.</param>
internal sealed record NumberActionView(bool Success, IReadOnlyList<PoolNumberView> Items);
