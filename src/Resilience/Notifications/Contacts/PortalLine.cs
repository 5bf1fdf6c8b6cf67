namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>A provider's support as shown to operators.</summary>
/// <param name="Name">The provider.</param>
/// <param name="Url">Its portal.</param>
/// <param name="StatusUrl">Its status page.</param>
/// <param name="Phone">Its telephone.</param>
/// <param name="Note">Account, contract, what to say.</param>
public sealed record PortalLine(string Name, string Url, string? StatusUrl, string? Phone, string? Note);
