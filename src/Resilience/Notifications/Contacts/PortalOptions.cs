using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>Where a provider's support is found.</summary>
public sealed class PortalOptions
{
    /// <summary>Its address.</summary>
    [Required, MaxLength(2048)]
    public string Url { get; set; } = "";

    /// <summary>Its status page; null for none.</summary>
    [MaxLength(2048)]
    public string? StatusUrl { get; set; }

    /// <summary>Its telephone; null for none.</summary>
    [MaxLength(64)]
    public string? Phone { get; set; }

    /// <summary>Account, contract, what to say.</summary>
    [MaxLength(500)]
    public string? Note { get; set; }
}
