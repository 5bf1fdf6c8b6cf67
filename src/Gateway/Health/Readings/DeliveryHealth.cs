using System.Globalization;
using Relevo.Gateway.Delivery;

namespace Relevo.Gateway.Health.Readings;

/// <summary>What the breakers before the applications know.</summary>
internal sealed class DeliveryHealth(ApplicationQueues queues) : IApplicationHealth
{
    /// <inheritdoc />
    public string? Trouble(string application)
    {
        var endpoints = queues.All.FirstOrDefault(d => d.Target.Name == application)?.Target.Endpoints;
        return endpoints?.DownSince is { } since
            ? string.Create(CultureInfo.InvariantCulture, $"none of its addresses serves since {since:yyyy-MM-ddTHH:mm:ssZ}; events wait and it is probed")
            : null;
    }
}
