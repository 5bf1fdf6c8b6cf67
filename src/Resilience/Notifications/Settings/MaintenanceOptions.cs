using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>A time of planned work that comes again and again.</summary>
public sealed class MaintenanceOptions
{
    /// <summary><c>daily</c>, days of the week (<c>Sunday</c>), or days of the month (<c>first Sunday</c>, <c>last Friday</c>). Default daily.</summary>
    [MinLength(1)]
    public IList<string> Days { get; set; } = ["daily"];

    /// <summary>When it begins, local time. Default <c>02:00</c>.</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$", ErrorMessage = "must be a time (02:00)")]
    public string From { get; set; } = "02:00";

    /// <summary>How long it lasts, minutes; it may end on the next day. Default 60.</summary>
    [Range(1, 1440)]
    public int Minutes { get; set; } = 60;

    /// <summary>Time zone of <c>From</c>, such as <c>Europe/Madrid</c>. Default <c>UTC</c>.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The worst level that stays quiet. Default <c>EMERGENCY</c>: all of them.</summary>
    [RegularExpression("^(DEGRADED|CRITICAL|EMERGENCY)$", ErrorMessage = "must be DEGRADED, CRITICAL or EMERGENCY")]
    public string UpTo { get; set; } = "EMERGENCY";
}
