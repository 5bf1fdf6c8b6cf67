namespace Relevo.Gateway.Health.Alerts;

/// <summary>Every alert that is meant for Prometheus: the one place from which the rules and the dashboard are written.</summary>
internal static class AlertBook
{
    /// <summary>Name of the job under which Prometheus reads the gateway.</summary>
    public const string Job = "relevo";

    private const string OfWork = "work";
    private const string OfLevels = "levels";
    private const string OfQueue = "queue";
    private const string OfNumbers = "numbers";
    private const string CriticalComponents = "load-balancer|queue|cache|database|webhook";

    /// <summary>Webhooks that were answered with 200, of those that could have been.</summary>
    public static Objective Webhooks { get; } = new("webhook", "gateway_webhooks_total{outcome=\"refused\"}", "gateway_webhooks_total{outcome=~\"accepted|refused\"}");

    /// <summary>Calls to providers that did their work; what a limit, the recipient or the message itself is the reason for says nothing about us.</summary>
    public static Objective Sends { get; } = new("send", "gateway_sends_total{outcome=~\"retry|unknown\"}", "gateway_sends_total{outcome=~\"accepted|retry|unknown\"}");

    public static IReadOnlyList<RecordedRatio> Recorded { get; } = [.. Webhooks.Ratios, .. Sends.Ratios];

    public static IReadOnlyList<AlertRule> Alerts { get; } = [.. Work(), .. Levels(), .. Queue(), .. Numbers()];

    private static IEnumerable<AlertRule> Work() =>
    [
        new("RelevoDown", Page, [new($"up{{job=\"{Job}\"}}", "==", 0)], Seconds(30),
            "The gateway {{ $labels.instance }} does not answer.",
            "Webhooks are not taken; providers repeat them for 20 minutes (Evolution) to 7 days (Meta). Look whether the process runs and why it ended: its log, the disk, the memory. Start it again; nothing that it answered with 200 is lost.")
            { Group = OfWork },
        new("RelevoMissing", Page, [new($"absent(up{{job=\"{Job}\"}})", "==", 1)], Minutes(5),
            "Prometheus reads no gateway.",
            "No target has the job relevo: look at the scrape settings of Prometheus. Until then no other alert can come.")
            { Group = OfWork },
        new("RelevoWebhooksFailFast", Page, Webhooks.BurnsFast, TimeSpan.Zero,
            "{{ $value | humanizePercentage }} of the webhooks of the last hour were turned away.",
            "The store does not take them. Ask /health for the reason: a full or slow disk, a lock, or more load than the machine can take. Providers repeat what was turned away; gateway_time_to_loss_seconds tells how long.")
            { Group = OfWork, Unit = "percentunit" },
        new("RelevoWebhooksFailSlowly", Page, Webhooks.BurnsSlowly, TimeSpan.Zero,
            "{{ $value | humanizePercentage }} of the webhooks of the last six hours were turned away.",
            "Again and again webhooks are turned away for a short time. Look at gateway_store_commit_seconds and at the load at these times.")
            { Group = OfWork, Unit = "percentunit" },
        new("RelevoSendsFailFast", Page, Sends.BurnsFast, TimeSpan.Zero,
            "{{ $value | humanizePercentage }} of the calls to providers of the last hour failed.",
            "See which number and outcome fail (gateway_sends_total). If all numbers of one provider fail, look at its status page; if one does, at that number. What failed is sent again by itself.")
            { Group = OfWork, Unit = "percentunit" },
        new("RelevoSendsFailSlowly", Page, Sends.BurnsSlowly, TimeSpan.Zero,
            "{{ $value | humanizePercentage }} of the calls to providers of the last six hours failed.",
            "See which number and outcome fail (gateway_sends_total), and since when.")
            { Group = OfWork, Unit = "percentunit" },
        new("RelevoAnswersSlowly", Ticket, [new("histogram_quantile(0.95, rate(gateway_webhook_ack_seconds_bucket[5m]))", ">", 1)], Minutes(10),
            "5 of 100 webhooks take {{ $value | humanizeDuration }} or more to be answered.",
            "Look at gateway_store_commit_seconds: if commits are slow the disk is, else the processors are busy.")
            { Group = OfWork, Unit = "s" },
        new("RelevoLossNear", Page, [new("gateway_time_to_loss_seconds", "<", 900)], TimeSpan.Zero,
            "If nothing is accepted, the first event is lost in {{ $value | humanizeDuration }}.",
            "Webhooks have been turned away for so long that a provider will soon stop repeating them. Make room on the disk or start a gateway elsewhere with the same settings.")
            { Group = OfWork, Unit = "s" },
    ];

    // The gateway holds a level for up to 80 s after a blip of half a minute, and calls people out itself when one lasts.
    private static IEnumerable<AlertRule> Levels() =>
    [
        new("RelevoEmergency", Page, [new("gateway_level", "==", 3)], Minutes(2),
            "The gateway {{ $labels.instance }} is at EMERGENCY.",
            "Ask /health which components and figures are the reason; /admin/incidents tells what was tried already.")
            { Group = OfLevels },
        new("RelevoCritical", Page, [new("gateway_level", "==", 2)], Minutes(2),
            "The gateway {{ $labels.instance }} is at CRITICAL.",
            "Ask /health which component or figure is the reason; /admin/incidents tells what was tried already.")
            { Group = OfLevels },
        new("RelevoDegraded", Ticket, [new("gateway_level", "==", 1)], Minutes(30),
            "The gateway {{ $labels.instance }} has been at DEGRADED for half an hour.",
            "It works, with reduced rates. Ask /health for the reason.")
            { Group = OfLevels },
        new("RelevoComponentDown", Page, [new($"gateway_component_up{{component=~\"{CriticalComponents}\"}}", "==", 0)], Minutes(1),
            "{{ $labels.component }} of {{ $labels.instance }} is down.",
            "Ask /health/{{ $labels.component }} what its check finds.")
            { Group = OfLevels },
        new("RelevoPartDown", Ticket, [new($"gateway_component_up{{component!~\"{CriticalComponents}\"}}", "==", 0)], Minutes(10),
            "{{ $labels.component }} of {{ $labels.instance }} has been down for ten minutes.",
            "Ask /health/{{ $labels.component }} what its check finds. An application that takes no events is its owner's to mend; its events wait.")
            { Group = OfLevels },
    ];

    private static IEnumerable<AlertRule> Queue() =>
    [
        new("RelevoMessagesUnaccounted", Page, [new("gateway_conservation_gap", "!=", 0)], Minutes(1),
            "{{ $value }} {{ $labels.kind }} cannot be accounted for.",
            "Messages were accepted that neither wait nor were delivered, dropped or parked, or some are counted twice. This must not happen: keep the data folder and the log, and report it.")
            { Group = OfQueue },
        new("RelevoQueueOld", Ticket, [new("gateway_queue_oldest_seconds", ">", 300)], Minutes(5),
            "The oldest message has waited for {{ $value | humanizeDuration }}.",
            "If an application takes nothing, its component application-… is down: tell its owner. Else more comes in than goes out: look at gateway_queue_waiting, gateway_rate_limit_hits_total and gateway_delivery_seconds.")
            { Group = OfQueue, Unit = "s" },
        new("RelevoQueueVeryOld", Page, [new("gateway_queue_oldest_seconds", ">", 3600)], Minutes(5),
            "The oldest message has waited for {{ $value | humanizeDuration }}.",
            "As for RelevoQueueOld, but people have waited for an answer for an hour.")
            { Group = OfQueue, Unit = "s" },
        new("RelevoDeadLetters", Ticket, [new("delta(gateway_queue_dead[15m])", ">", 0)], TimeSpan.Zero,
            "Dead letters have become more in the last quarter of an hour.",
            "gateway deadletters list tells which and why. Mend the reason, then gateway deadletters retry.")
            { Group = OfQueue },
    ];

    // A number that only receives is never available, so what counts is that it was.
    private static IEnumerable<AlertRule> Numbers() =>
    [
        new("RelevoNumberUnavailable", Ticket, [new("gateway_number_available", "==", 0), new("max_over_time(gateway_number_available[1d])", "==", 1)], Minutes(10),
            "The number {{ $labels.number }} takes no new conversations.",
            "gateway numbers list tells why: it failed, is banned or disconnected, or was drained by hand. Its conversations go on over others.")
            { Group = OfNumbers },
        new("RelevoNoNumber", Page, [new("max without (number) (gateway_number_available)", "==", 0), new("max without (number) (max_over_time(gateway_number_available[1d]))", "==", 1)], Minutes(1),
            "No number of {{ $labels.instance }} takes new conversations.",
            "Sends wait. gateway numbers list tells why each is out; gateway activate-backup brings a backup in.")
            { Group = OfNumbers },
    ];

    private const AlertSeverity Page = AlertSeverity.Page;
    private const AlertSeverity Ticket = AlertSeverity.Ticket;

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);
}
