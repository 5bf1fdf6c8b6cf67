using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>What settings of this part must keep beyond the bounds that stand on them.</summary>
public static class NotificationRules
{
    /// <summary>Everything that is wrong or doubtful, with its path; never throws, whatever the bounds say.</summary>
    /// <param name="notifications">The section <c>Notifications</c>.</param>
    /// <param name="contacts">The section <c>Contacts</c>.</param>
    /// <param name="escalation">The section <c>Escalation</c>.</param>
    public static IReadOnlyList<SettingFinding> Check(NotificationsOptions notifications, ContactsOptions contacts, EscalationOptions escalation)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(escalation);
        var findings = new Findings();
        ChannelRules.Check(notifications, findings);
        TextRules.Check(notifications, findings);
        MaintenanceRules.Check(notifications, findings);
        ContactRules.Check(contacts, findings);
        var words = new KnownWords(contacts);
        Told("Notifications:Email:To", notifications.Email.To, words, isNeeded: ChannelRules.IsSetUp(notifications, ChannelNames.Email), findings);
        Told("Notifications:Sms:To", notifications.Sms.To, words, isNeeded: ChannelRules.IsSetUp(notifications, ChannelNames.Sms), findings);
        LadderRules.Check(escalation, words, findings);
        return findings.All;
    }

    private static void Told(string path, IList<string> words, KnownWords known, bool isNeeded, Findings findings)
    {
        if (!isNeeded)
        {
            return;
        }

        if (words.Count == 0)
        {
            findings.Warn(path, "is empty: nobody is told this way");
        }

        Findings.Each(path, words, (place, word) => known.Check(place, word, findings));
    }
}
