using System.Text.Json;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Operating.ByHand;

/// <summary>What was set by hand, or by a playbook that leaves the taking back to people.</summary>
/// <param name="Restrictions">What is restricted or lifted for a while; null for nothing.</param>
/// <param name="Maintenance">Why new sends are refused; null while they are not.</param>
/// <param name="Workers">Workers that were added for a day; null for none.</param>
/// <param name="BackupAddresses">The backup addresses of applications come first.</param>
/// <param name="Isolated">Applications whose first address is asked last.</param>
internal sealed record HandDocument(HandSetting? Restrictions, string? Maintenance, HandWorkers? Workers, bool BackupAddresses, IReadOnlyList<string> Isolated)
{
    public string Write() => JsonSerializer.Serialize(this, HandJson.Default.HandDocument);

    /// <summary>Null when the text is no such document.</summary>
    public static HandDocument? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HandJson.Default.HandDocument) is { } document ? document with { Isolated = document.Isolated ?? [] } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
