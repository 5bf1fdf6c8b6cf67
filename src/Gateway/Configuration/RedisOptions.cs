namespace Relevo.Gateway.Configuration;

/// <summary>Shared cache and counters of several nodes. Not used by one node.</summary>
public sealed class RedisOptions
{
    /// <summary>Connection; null works without.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Connection to use while the first does not answer.</summary>
    public string? BackupConnectionString { get; set; }
}
