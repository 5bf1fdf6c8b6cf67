using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Notices as JSON to a program of one's own.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where notices are posted, a secret; null turns it off.</summary>
    [MaxLength(2048)]
    public string? Url { get; set; }

    /// <summary>Keys that sign (<c>whsec_</c> and base64), as Standard Webhooks does; all of them sign. Default none: unsigned.</summary>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Headers of each call as <c>Name: value</c>.</summary>
    public IList<string> Headers { get; set; } = [];
}
