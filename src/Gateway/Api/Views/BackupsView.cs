namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to switching everything that has a backup.</summary>
/// <param name="Success">True.</param>
/// <param name="Items">All numbers as they are now.</param>
/// <param name="Applications">Applications with backup addresses.</param>
/// <param name="ApplicationsActive">True when those addresses are asked before the first one.</param>
/// <param name="Message">What is used now, in a sentence.</param>
/// <param name="Saved">True when it is on disk; false when the disk does not take it now, which goes on by itself.</param>
internal sealed record BackupsView(bool Success, IReadOnlyList<PoolNumberView> Items, IReadOnlyList<string> Applications, bool ApplicationsActive, string Message, bool Saved);
