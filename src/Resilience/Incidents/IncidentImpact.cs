namespace Relevo.Resilience.Incidents;

/// <summary>What an incident did, as far as it can be measured; null is what cannot.</summary>
/// <param name="CustomersAffected">Customers who noticed.</param>
/// <param name="EventsAffected">Events and sends that were late or failed.</param>
/// <param name="EventsLost">Accepted events and sends that were lost.</param>
/// <param name="DataLossSpan">How far back what was lost reaches; zero when nothing was. Measured against the recovery point objective.</param>
/// <param name="Revenue">Revenue lost, with its currency.</param>
public sealed record IncidentImpact(
    long? CustomersAffected = null,
    long? EventsAffected = null,
    long? EventsLost = null,
    TimeSpan? DataLossSpan = null,
    string? Revenue = null)
{
    /// <summary>Events and sends that ended in the dead letters: some of those that were affected; null when nobody counted.</summary>
    public long? EventsParked { get; init; }

    /// <summary>The customers whose they are: some of those that were affected; null when nobody counted.</summary>
    public long? CustomersOfParked { get; init; }

    /// <summary>Nothing could be measured.</summary>
    public static IncidentImpact Unknown { get; } = new();
}
