namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>A notice as it was found in the store.</summary>
/// <param name="Place">Its place among all records.</param>
/// <param name="Report">The notice.</param>
internal sealed record StoredNotice(DateTimeOffset Place, NoticeReport Report);
