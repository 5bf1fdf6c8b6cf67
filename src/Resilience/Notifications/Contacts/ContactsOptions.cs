using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>Who can be reached, and how.</summary>
public sealed class ContactsOptions
{
    /// <summary>People by a short name of ours, which is all that logs and records show of them.</summary>
    public IDictionary<string, PersonOptions> People { get; set; } = new Dictionary<string, PersonOptions>(StringComparer.Ordinal);

    /// <summary>Who is on call, by the first day of their week (<c>2026-11-23</c>); the last week goes on until another is entered.</summary>
    public IDictionary<string, OnCallOptions> OnCall { get; set; } = new Dictionary<string, OnCallOptions>(StringComparer.Ordinal);

    /// <summary>Time zone in which a week of the rota begins. Default <c>UTC</c>.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Time of the day at which the rota changes. Default <c>00:00</c>.</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$", ErrorMessage = "must be a time (09:00)")]
    public string ChangeAt { get; set; } = "00:00";

    /// <summary>Lines that somebody answers at any hour, by name.</summary>
    public IDictionary<string, HotlineOptions> Hotlines { get; set; } = new Dictionary<string, HotlineOptions>(StringComparer.Ordinal);

    /// <summary>Support of providers, by name.</summary>
    public IDictionary<string, PortalOptions> Portals { get; set; } = new Dictionary<string, PortalOptions>(StringComparer.Ordinal);
}
