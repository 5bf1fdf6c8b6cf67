namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to an action on the pool.</summary>
/// <param name="Success">True.</param>
/// <param name="Saved">True when it is on disk; false when the disk does not take it now, which goes on by itself.</param>
/// <param name="Items">The numbers it was about, as they are now.</param>
internal sealed record NumberActionView(bool Success, bool Saved, IReadOnlyList<PoolNumberView> Items);
