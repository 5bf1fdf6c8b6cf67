using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>A line that somebody answers at any hour.</summary>
public sealed class HotlineOptions
{
    /// <summary>The number, as one dials it.</summary>
    [Required, MaxLength(64)]
    public string Phone { get; set; } = "";

    /// <summary>What it is for, and what to have at hand.</summary>
    [MaxLength(500)]
    public string? Note { get; set; }
}
