using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>Where the gateway listens and keeps its data. A change needs a restart.</summary>
public sealed class GatewayOptions
{
    /// <summary>Address of webhooks, API, health and metrics. Default <c>http://127.0.0.1:8000</c>.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:8000";

    /// <summary>Address of the queue's own health endpoint; null turns it off. Default <c>http://127.0.0.1:8001</c>.</summary>
    public string? QueueHealthUrl { get; set; } = "http://127.0.0.1:8001";

    /// <summary>Address of the cache's own health endpoint; null turns it off. Default <c>http://127.0.0.1:8002</c>.</summary>
    public string? CacheHealthUrl { get; set; } = "http://127.0.0.1:8002";

    /// <summary>Our address as providers were given it; signatures that cover the URL are checked against it.</summary>
    [HttpAddress]
    public string? PublicUrl { get; set; }

    /// <summary>Folder of the store, relative to the settings file. Default <c>data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Events whose provider time is older are parked as <c>stale</c>, days; 0 turns it off. Default 8.</summary>
    [Range(0, 3650)]
    public int StaleAfterDays { get; set; } = 8;

    /// <summary>Time that work under way may take at a stop, seconds. Default 10.</summary>
    [Range(1, 600)]
    public int StopSeconds { get; set; } = 10;
}
