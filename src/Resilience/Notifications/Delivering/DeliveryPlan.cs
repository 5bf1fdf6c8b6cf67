using Relevo.Resilience.Notifications.Causes;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Who is told, and how: one message to each address of a channel. What cannot be told is planned too, so that its record says why.</summary>
internal static class DeliveryPlan
{
    /// <summary>Why a way is not taken that the settings do not set up.</summary>
    public const string NotSetUp = "the channel is not set up";

    private const string Nobody = "nobody";

    public static IReadOnlyList<DeliveryReport> For(Verdict verdict, NotifierSetup setup, DateTimeOffset now)
    {
        var notice = verdict.Notice;
        return verdict.Quiet is not null ? []
            : verdict.Listeners is { } listeners ? [.. listeners.DistinctBy(l => (l.Channel, setup.Recipients.Place(l.Channel, l.Recipient))).Select(l => new DeliveryReport(l.Channel, l.Recipient, DeliveryState.Waiting))]
            : [.. (notice.Channels ?? setup.Route(verdict.Level)).Distinct(StringComparer.Ordinal).SelectMany(name => Ways(name, notice.To, setup, now))];
    }

    private static IEnumerable<DeliveryReport> Ways(string name, IReadOnlyList<string>? to, NotifierSetup setup, DateTimeOffset now)
    {
        if (setup.Find(name) is not { } channel)
        {
            return [new DeliveryReport(name, name, DeliveryState.Refused, Why: NotSetUp)];
        }

        var recipients = !channel.IsPersonal ? [channel.Name] : setup.Recipients.Once(name, to is null ? channel.Recipients(now) : setup.Recipients.Resolve(to, now));
        return recipients.Count == 0
            ? [new DeliveryReport(name, Nobody, DeliveryState.Refused, Why: "nobody is named for it in the settings")]
            : recipients.Select(recipient => new DeliveryReport(name, recipient, DeliveryState.Waiting));
    }
}
