namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>One person as shown to operators.</summary>
/// <param name="Id">Our short name.</param>
/// <param name="Name">The name as people say it.</param>
/// <param name="Roles">What the person answers for.</param>
/// <param name="IsOnCall">True while it is their turn.</param>
/// <param name="Phone">Number, or null.</param>
/// <param name="Mail">Address, or null.</param>
/// <param name="Note">Anything else.</param>
public sealed record ContactLine(string Id, string Name, IReadOnlyList<string> Roles, bool IsOnCall, string? Phone, string? Mail, string? Note);
