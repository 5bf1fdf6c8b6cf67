using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>One person.</summary>
public sealed class PersonOptions
{
    /// <summary>The name as people say it.</summary>
    [Required, MaxLength(100)]
    public string Name { get; set; } = "";

    /// <summary>What the person answers for: <c>operations</c>, <c>technical-lead</c>, <c>head-of-technology</c>, <c>management</c>, or a word of one's own.</summary>
    public IList<string> Roles { get; set; } = [];

    /// <summary>Number in E.164, for text messages and calls.</summary>
    [RegularExpression(@"^\+[0-9]{6,15}$", ErrorMessage = "must be + and 6 to 15 digits")]
    public string? Phone { get; set; }

    /// <summary>E-mail address.</summary>
    [MaxLength(254)]
    public string? Mail { get; set; }

    /// <summary>Anything else worth knowing, say hours or a deputy.</summary>
    [MaxLength(500)]
    public string? Note { get; set; }
}
