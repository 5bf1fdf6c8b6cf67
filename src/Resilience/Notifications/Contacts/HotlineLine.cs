namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>A hotline as shown to operators.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phone">Its number.</param>
/// <param name="Note">What it is for.</param>
public sealed record HotlineLine(string Name, string Phone, string? Note);
