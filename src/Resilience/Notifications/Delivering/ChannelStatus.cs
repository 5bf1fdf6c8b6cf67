namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>How one channel does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FailuresInRow">Calls since it last took something.</param>
/// <param name="LastTakenUtc">When it last took something; null when it did not yet.</param>
/// <param name="Trouble">Why it did not take the last one, in plain words; null when it did.</param>
public sealed record ChannelStatus(string Name, int FailuresInRow, DateTimeOffset? LastTakenUtc, string? Trouble);
