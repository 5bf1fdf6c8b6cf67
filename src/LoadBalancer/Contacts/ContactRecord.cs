namespace Relevo.LoadBalancer.Contacts;

/// <summary>What is known of one contact. Immutable.</summary>
/// <param name="ContactKey">The contact. A store may keep a hash of it only.</param>
/// <param name="Number">The number that is theirs; null when none is.</param>
/// <param name="AssignedUtc">When that was last confirmed: they wrote to it, or it wrote to them.</param>
/// <param name="Windows">When they last wrote to which number, newest first, at most 16.</param>
public sealed record ContactRecord(string ContactKey, string? Number, DateTimeOffset AssignedUtc, IReadOnlyList<ContactWindow> Windows);
