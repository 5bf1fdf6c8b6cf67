namespace Relevo.Resilience.Notifications.Channels;

/// <summary>The channels by the names that settings use.</summary>
public static class ChannelNames
{
    /// <summary>Slack.</summary>
    public const string Slack = "slack";

    /// <summary>E-mail.</summary>
    public const string Email = "email";

    /// <summary>Text messages.</summary>
    public const string Sms = "sms";

    /// <summary>PagerDuty.</summary>
    public const string PagerDuty = "pagerduty";

    /// <summary>A program of one's own.</summary>
    public const string Webhook = "webhook";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Slack, Email, Sms, PagerDuty, Webhook];
}
