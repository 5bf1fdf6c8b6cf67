using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>A program behind the gateway that gets events.</summary>
public sealed class ApplicationOptions
{
    /// <summary>Where events are posted.</summary>
    [Required, HttpAddress]
    public string Url { get; set; } = "";

    /// <summary>Keys that sign events (<c>whsec_</c> and base64); all of them sign, so that an application can rotate.</summary>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Addresses to use while <see cref="Url"/> does not serve.</summary>
    public IList<string> BackupUrls { get; set; } = [];

    /// <summary>Events under way at a time. Default 256.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 256;

    /// <summary>Time for one call with its answer, seconds. Default 30.</summary>
    [Range(0.1, 600)]
    public double TimeoutSeconds { get; set; } = 30;
}
