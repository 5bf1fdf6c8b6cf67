using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>Who is on call in one week.</summary>
public sealed class OnCallOptions
{
    /// <summary>The person, by the name under <c>Contacts:People</c>.</summary>
    [Required]
    public string Person { get; set; } = "";

    /// <summary>Who is told as well; null for nobody.</summary>
    public string? Deputy { get; set; }
}
