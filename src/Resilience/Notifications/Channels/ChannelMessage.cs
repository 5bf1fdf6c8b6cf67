namespace Relevo.Resilience.Notifications.Channels;

/// <summary>One notice on its way to one recipient.</summary>
/// <param name="Id">The same for every attempt, so that a repeat can be told from a new one.</param>
/// <param name="Recipient">Id of the recipient.</param>
/// <param name="Notice">What it is about.</param>
/// <param name="Words">What to say.</param>
public sealed record ChannelMessage(string Id, string Recipient, NoticeReport Notice, NoticeWords Words);
