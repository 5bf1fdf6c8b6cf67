using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Mail;
using Relevo.Resilience.Notifications.Maintenance;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Everything that settings say about notifications, made ready. Never changed in place: new settings make a new one.</summary>
public sealed class NotifierSetup
{
    private readonly IReadOnlyList<IChannel> _channels;
    private readonly MaintenanceCalendar _calendar;

    /// <summary>Creates it with channels of one's own.</summary>
    /// <param name="options">The settings, free of errors.</param>
    /// <param name="contacts">The people.</param>
    /// <param name="channels">The channels.</param>
    public NotifierSetup(NotificationsOptions options, ContactsOptions contacts, IReadOnlyList<IChannel> channels)
        : this(options, new RecipientBook(contacts, []), channels)
    {
    }

    private NotifierSetup(NotificationsOptions options, RecipientBook recipients, IReadOnlyList<IChannel> channels)
    {
        Options = options;
        Recipients = recipients;
        Texts = new NoticeTexts(options.Texts, options.Instance);
        _channels = channels;
        _calendar = new MaintenanceCalendar(options.Maintenance);
    }

    /// <summary>The channels that are set up, by name.</summary>
    public IEnumerable<string> ChannelsSetUp => _channels.Select(c => c.Name);

    internal NotificationsOptions Options { get; }

    internal RecipientBook Recipients { get; }

    internal NoticeTexts Texts { get; }

    /// <summary>Makes settings ready that <see cref="NotificationRules"/> found no errors in.</summary>
    /// <param name="options">Channels, routes, texts.</param>
    /// <param name="contacts">The people.</param>
    /// <param name="escalation">The ladders, whose bare addresses are learned too.</param>
    /// <param name="http">What channels call with; it outlives the setup.</param>
    /// <param name="time">The clock.</param>
    public static NotifierSetup Create(NotificationsOptions options, ContactsOptions contacts, EscalationOptions escalation, ChannelHttp http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(escalation);
        var words = options.Email.To.Concat(options.Sms.To).Concat(escalation.Ladders.Values.SelectMany(ladder => ladder.Rungs.Values).SelectMany(rung => rung.Tell));
        var book = new RecipientBook(contacts, words);
        return new NotifierSetup(options, book, [.. Make(options, book, http, time)]);
    }

    internal IReadOnlyList<string> Route(HealthLevel level) => level switch
    {
        HealthLevel.Healthy => [.. Options.Routes.Healthy],
        HealthLevel.Degraded => [.. Options.Routes.Degraded],
        HealthLevel.Critical => [.. Options.Routes.Critical],
        _ => [.. Options.Routes.Emergency],
    };

    internal IChannel? Find(string name) => _channels.FirstOrDefault(c => c.Name == name);

    internal string? QuietBy(DateTimeOffset now, HealthLevel level) => _calendar.QuietBy(now, level);

    private static IEnumerable<IChannel> Make(NotificationsOptions options, RecipientBook book, ChannelHttp http, TimeProvider time)
    {
        var deadline = TimeSpan.FromSeconds(options.Delivery.CallSeconds);
        if (ChannelRules.IsSetUp(options, ChannelNames.Slack))
        {
            yield return new SlackChannel(options.Slack, deadline, http);
        }

        if (ChannelRules.IsSetUp(options, ChannelNames.Email))
        {
            yield return new EmailChannel(options.Email, book, deadline, time);
        }

        if (ChannelRules.IsSetUp(options, ChannelNames.Sms))
        {
            yield return new SmsChannel(options.Sms, book, new NoticeTexts(options.Texts, options.Instance), deadline, http);
        }

        if (ChannelRules.IsSetUp(options, ChannelNames.PagerDuty))
        {
            yield return new PagerDutyChannel(options.PagerDuty, options.Instance, deadline, http);
        }

        if (ChannelRules.IsSetUp(options, ChannelNames.Webhook))
        {
            yield return new WebhookChannel(options.Webhook, options.Instance, deadline, http, time);
        }
    }
}
