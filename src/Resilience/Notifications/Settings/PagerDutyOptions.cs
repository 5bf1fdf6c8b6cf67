using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>PagerDuty's Events API v2.</summary>
public sealed class PagerDutyOptions
{
    /// <summary>Integration key of the service, a secret; null turns PagerDuty off.</summary>
    [MaxLength(64)]
    public string? RoutingKey { get; set; }

    /// <summary>Address of the API. Default <c>https://events.pagerduty.com/v2/enqueue</c>; in Europe <c>https://events.eu.pagerduty.com/v2/enqueue</c>.</summary>
    [Required, MaxLength(2048)]
    public string Url { get; set; } = "https://events.pagerduty.com/v2/enqueue";
}
