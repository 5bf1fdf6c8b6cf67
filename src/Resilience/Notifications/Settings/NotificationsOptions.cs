using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Who is told what, by which way.</summary>
public sealed class NotificationsOptions
{
    /// <summary>Name of this installation in every notice. Default <c>relevo</c>.</summary>
    [Required, MaxLength(64)]
    public string Instance { get; set; } = "relevo";

    /// <summary>Time that CRITICAL or EMERGENCY must last, and still be seen, before its channels are used, seconds; until then only those of DEGRADED are. What is over sooner calls nobody out. 0 tells at once. Default 40: trouble of 30 s, and the 10 s after which figures know that it is over.</summary>
    [Range(0, 600)]
    public double PatienceSeconds { get; set; } = 40;

    /// <summary>The channels of each level.</summary>
    public RouteOptions Routes { get; set; } = new();

    /// <summary>Slack.</summary>
    public SlackOptions Slack { get; set; } = new();

    /// <summary>E-mail.</summary>
    public EmailOptions Email { get; set; } = new();

    /// <summary>Text messages through an HTTP gateway.</summary>
    public SmsOptions Sms { get; set; } = new();

    /// <summary>PagerDuty.</summary>
    public PagerDutyOptions PagerDuty { get; set; } = new();

    /// <summary>A program of one's own.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>The words of a notice.</summary>
    public TextOptions Texts { get; set; } = new();

    /// <summary>How notices are repeated, kept and given up.</summary>
    public NoticeDeliveryOptions Delivery { get; set; } = new();

    /// <summary>When a cause that comes and goes is told as one.</summary>
    public FlapOptions Flaps { get; set; } = new();

    /// <summary>Times of planned work, by name: alarms are recorded and not told.</summary>
    public IDictionary<string, MaintenanceOptions> Maintenance { get; set; } = new Dictionary<string, MaintenanceOptions>(StringComparer.Ordinal);
}
