using System.ComponentModel.DataAnnotations;

namespace Relevo.Providers.Media;

/// <summary>Bounds of fetching media.</summary>
public sealed class MediaClientOptions
{
    /// <summary>Bytes of one media. Default 100 MB, the most that WhatsApp carries.</summary>
    [Range(1024, 2_000_000_000)]
    public long MaxBytes { get; set; } = 100_000_000;

    /// <summary>Seconds from asking for media to its last byte. Default 60.</summary>
    [Range(1, 3600)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>Seconds without a byte. Default 10.</summary>
    [Range(0.1, 600)]
    public double IdleSeconds { get; set; } = 10;

    /// <summary>Seconds a connection may take, TLS included. Default 5.</summary>
    [Range(0.1, 60)]
    public double ConnectSeconds { get; set; } = 5;

    /// <summary>Connections to one host; fetches beyond wait within their time. Default 16.</summary>
    [Range(1, 1000)]
    public int MaxConnectionsPerHost { get; set; } = 16;
}
