using System.ComponentModel.DataAnnotations;

namespace Relevo.Providers.Sending;

/// <summary>Bounds of a call to a provider's API.</summary>
public sealed class ProviderClientOptions
{
    /// <summary>Seconds a call may take from its start to the last byte of its answer. Default 5.</summary>
    [Range(0.1, 120)]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>Seconds a connection may take, TLS included. Default 2.</summary>
    [Range(0.1, 60)]
    public double ConnectSeconds { get; set; } = 2;

    /// <summary>Bytes of an answer that are read; a longer one is unreadable. Default 1 MiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 1024 * 1024;

    /// <summary>Connections to one host; calls beyond wait for one within their time. Default 256.</summary>
    [Range(1, 10_000)]
    public int MaxConnectionsPerHost { get; set; } = 256;

    /// <summary>Seconds after which a connection is replaced, so that a changed address is noticed. Default 120.</summary>
    [Range(1, 120)]
    public int ConnectionLifetimeSeconds { get; set; } = 120;
}
