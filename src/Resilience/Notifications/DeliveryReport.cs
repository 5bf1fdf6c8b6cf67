namespace Relevo.Resilience.Notifications;

/// <summary>The proof of one delivery.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Recipient">Id of the recipient: a person of the contacts, a hash of an address, or the channel itself.</param>
/// <param name="State">How far it got.</param>
/// <param name="Attempts">Calls made.</param>
/// <param name="AtUtc">When the last call ended; null when none was made.</param>
/// <param name="Why">Why it was not taken, in plain words; null when it was.</param>
public sealed record DeliveryReport(string Channel, string Recipient, DeliveryState State, int Attempts = 0, DateTimeOffset? AtUtc = null, string? Why = null)
{
    /// <summary>Id of the notice whose message at the same moment stood for this one too; null when it had a message of its own.</summary>
    public string? With { get; init; }
}
