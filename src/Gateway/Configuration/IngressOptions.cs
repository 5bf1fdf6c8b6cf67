using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>Bounds of what comes in. A change needs a restart.</summary>
public sealed class IngressOptions
{
    /// <summary>Largest webhook body, bytes. Default 4,000,000; providers send up to 3 MB.</summary>
    [Range(1024, 64_000_000)]
    public int MaxBodyBytes { get; set; } = 4_000_000;

    /// <summary>Open connections. Default 12,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 12_000;

    /// <summary>Bytes of request bodies being read at a time; more are answered 503. Default 64 MiB.</summary>
    [Range(4_000_000, 4L * 1024 * 1024 * 1024)]
    public long MaxBufferedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Time for the headers of a request, seconds. Default 5.</summary>
    [Range(1, 300)]
    public int HeaderSeconds { get; set; } = 5;

    /// <summary>Slowest body that is waited for, bytes per second. Default 240.</summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;

    /// <summary>What a refused provider is told to wait, seconds. Default 1.</summary>
    [Range(1, 3600)]
    public int RetryAfterSeconds { get; set; } = 1;
}
