using System.Net.Http.Headers;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>What each channel needs.</summary>
internal static class ChannelRules
{
    public const string Address = "is not an absolute address that begins with http:// or https://";
    private const string Login = "must hold no user name and no password (user:password@): addresses end up in logs, and no call sends them; Sms and Webhook have Headers for a login";
    private const string Section = "Notifications";

    public static void Check(NotificationsOptions options, Findings findings)
    {
        var (slack, sms, webhook) = (options.Slack, options.Sms, options.Webhook);
        Url($"{Section}:Slack:Url", slack.Url, findings);
        Url($"{Section}:Slack:DegradedUrl", slack.DegradedUrl, findings);
        Url($"{Section}:Slack:CriticalUrl", slack.CriticalUrl, findings);
        Url($"{Section}:Slack:EmergencyUrl", slack.EmergencyUrl, findings);
        Url($"{Section}:PagerDuty:Url", options.PagerDuty.Url, findings);
        Url($"{Section}:Sms:Url", sms.Url, findings);
        Url($"{Section}:Webhook:Url", webhook.Url, findings);
        Headers($"{Section}:Sms:Headers", sms.Headers, findings);
        Headers($"{Section}:Webhook:Headers", webhook.Headers, findings);
        if (!MediaTypeHeaderValue.TryParse(sms.ContentType, out _))
        {
            findings.Error($"{Section}:Sms:ContentType", "is no type of a body, such as application/json");
        }

        Findings.Each($"{Section}:Webhook:Secrets", webhook.Secrets, (path, secret) =>
        {
            if (NoticeSigner.TryReadKey(secret) is null)
            {
                findings.Error(path, NoticeSigner.Expected);
            }
        });
        Email(options.Email, findings);
        Routes(options, findings);
        Delivery(options.Delivery, findings);
    }

    public static bool IsSetUp(NotificationsOptions options, string channel) => channel switch
    {
        ChannelNames.Slack => options.Slack is { Url.Length: > 0 } or { DegradedUrl.Length: > 0 } or { CriticalUrl.Length: > 0 } or { EmergencyUrl.Length: > 0 },
        ChannelNames.Email => options.Email is { Host.Length: > 0, From.Length: > 0 },
        ChannelNames.Sms => options.Sms is { Url.Length: > 0 },
        ChannelNames.PagerDuty => options.PagerDuty is { RoutingKey.Length: > 0 },
        ChannelNames.Webhook => options.Webhook is { Url.Length: > 0 },
        _ => false,
    };

    public static void Names(string path, IList<string> names, Findings findings) =>
        Findings.Each(path, names, (place, name) =>
        {
            if (!ChannelNames.All.Contains(name, StringComparer.Ordinal))
            {
                findings.Error(place, $"is none of {string.Join(", ", ChannelNames.All)}");
            }
        });

    public static void Url(string path, string? url, Findings findings)
    {
        if (url is not { Length: > 0 })
        {
            return;
        }

        if (!(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0))
        {
            findings.Error(path, Address);
        }
        else if (address.UserInfo.Length > 0)
        {
            findings.Error(path, Login);
        }
    }

    private static void Headers(string path, IList<string> headers, Findings findings) =>
        Findings.Each(path, headers, (place, header) =>
        {
            if (!HeaderLine.TryParse(header, out _, out _))
            {
                findings.Error(place, HeaderLine.Expected);
            }
        });

    private static void Email(EmailOptions email, Findings findings)
    {
        if (email.Host is not { Length: > 0 } host)
        {
            return;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            findings.Error($"{Section}:Email:Host", "is not the name or address of a host");
        }

        if (email.From is null || !RecipientBook.IsMail(email.From))
        {
            findings.Error($"{Section}:Email:From", "must be an e-mail address: mail needs a sender");
        }

        if (email is { Security: "none", User.Length: > 0 })
        {
            findings.Error($"{Section}:Email:User", "a login needs starttls or tls: the password would travel in clear");
        }
    }

    private static void Routes(NotificationsOptions options, Findings findings)
    {
        var routes = options.Routes;
        var hasChannel = ChannelNames.All.Any(name => IsSetUp(options, name)); // without any, nobody expects to be told
        foreach (var (level, names) in new[] { ("Healthy", routes.Healthy), ("Degraded", routes.Degraded), ("Critical", routes.Critical), ("Emergency", routes.Emergency) })
        {
            var path = $"{Section}:Routes:{level}";
            Names(path, names, findings);
            if (hasChannel && names.Count > 0 && !names.Any(name => IsSetUp(options, name)))
            {
                findings.Warn(path, "none of these channels is set up: only the log and the records will know");
            }
        }
    }

    private static void Delivery(NoticeDeliveryOptions delivery, Findings findings)
    {
        if (delivery.FirstPauseSeconds > delivery.LongestPauseSeconds)
        {
            findings.Error($"{Section}:Delivery:FirstPauseSeconds", "must not be above LongestPauseSeconds");
        }

        if (delivery.MaxWaiting > delivery.KeepRecords)
        {
            findings.Error($"{Section}:Delivery:MaxWaiting", "must not be above KeepRecords: what waits has to be kept");
        }
    }
}
