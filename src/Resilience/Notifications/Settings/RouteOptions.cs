namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Channels by level: <c>slack</c>, <c>email</c>, <c>sms</c>, <c>pagerduty</c>, <c>webhook</c>. Everything is logged and recorded besides.</summary>
public sealed class RouteOptions
{
    /// <summary>Channels of notices by hand at HEALTHY. Default none: the log is enough.</summary>
    public IList<string> Healthy { get; set; } = [];

    /// <summary>Channels at DEGRADED. Default slack.</summary>
    public IList<string> Degraded { get; set; } = ["slack"];

    /// <summary>Channels at CRITICAL. Default slack, email.</summary>
    public IList<string> Critical { get; set; } = ["slack", "email"];

    /// <summary>Channels at EMERGENCY. Default slack, email, sms, pagerduty.</summary>
    public IList<string> Emergency { get; set; } = ["slack", "email", "sms", "pagerduty"];
}
