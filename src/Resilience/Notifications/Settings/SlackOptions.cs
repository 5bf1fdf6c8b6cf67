using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Slack's incoming webhooks. Each address belongs to one channel of the workspace and is a secret.</summary>
public sealed class SlackOptions
{
    /// <summary>Address for every level that has none of its own; null for none.</summary>
    [MaxLength(2048)]
    public string? Url { get; set; }

    /// <summary>Address at DEGRADED. Default null: <c>Url</c>.</summary>
    [MaxLength(2048)]
    public string? DegradedUrl { get; set; }

    /// <summary>Address at CRITICAL. Default null: <c>Url</c>.</summary>
    [MaxLength(2048)]
    public string? CriticalUrl { get; set; }

    /// <summary>Address at EMERGENCY. Default null: <c>Url</c>.</summary>
    [MaxLength(2048)]
    public string? EmergencyUrl { get; set; }
}
