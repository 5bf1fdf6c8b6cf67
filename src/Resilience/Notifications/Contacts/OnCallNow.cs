namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>Who is on call.</summary>
/// <param name="Person">The person, by our short name.</param>
/// <param name="Deputy">Who is told as well.</param>
/// <param name="SinceUtc">When their turn began.</param>
/// <param name="UntilUtc">When the next one's begins; null when none is entered.</param>
public sealed record OnCallNow(string Person, string? Deputy, DateTimeOffset SinceUtc, DateTimeOffset? UntilUtc);
