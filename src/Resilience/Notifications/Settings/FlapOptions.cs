using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>When a cause that comes and goes is told as one summary.</summary>
public sealed class FlapOptions
{
    /// <summary>Changes of one cause within the window that are told one by one; more become a summary. Default 4.</summary>
    [Range(1, 1000)]
    public int Changes { get; set; } = 4;

    /// <summary>The window, minutes; also the time without a change after which the cause has settled. Default 10.</summary>
    [Range(0.1, 1440)]
    public double WindowMinutes { get; set; } = 10;
}
