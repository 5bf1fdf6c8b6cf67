namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>How notifications do.</summary>
/// <param name="Waiting">Notices that somebody has not been told yet.</param>
/// <param name="Repeated">Notices that said nothing new.</param>
/// <param name="Dropped">Notices for which there was no room.</param>
/// <param name="Channels">Every channel that was used, by name.</param>
public sealed record NotifierStatus(int Waiting, long Repeated, long Dropped, IReadOnlyList<ChannelStatus> Channels);
