using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Contacts;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>What is known of the time since a contact wrote to a number. Pure.</summary>
internal static class ContactWindows
{
    /// <summary>Saved times may lie so far behind the truth; what falls into it is tried.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(15);

    /// <summary>Written in place of a time when the provider says that the window is closed.</summary>
    public static readonly DateTimeOffset ClosedMark = DateTimeOffset.UnixEpoch;

    /// <summary>True when the contact wrote to the number within the window.</summary>
    public static bool IsOpen(ContactRecord contact, string number, DateTimeOffset now, SendingOptions options) =>
        Last(contact, number) is { } last && now - last < TimeSpan.FromHours(options.WindowHours);

    /// <summary>True when it is known that the window is closed. A contact of whom nothing is known is tried.</summary>
    public static bool IsClosed(ContactRecord contact, string number, DateTimeOffset now, SendingOptions options) =>
        Last(contact, number) is { } last && now - last >= TimeSpan.FromHours(options.WindowHours) + (last == ClosedMark ? TimeSpan.Zero : Slack);

    private static DateTimeOffset? Last(ContactRecord contact, string number)
    {
        foreach (var window in contact.Windows)
        {
            if (string.Equals(window.Number, number, StringComparison.Ordinal))
            {
                return window.LastInboundUtc;
            }
        }

        return null;
    }
}
