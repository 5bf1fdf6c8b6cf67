using System.Text.RegularExpressions;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Maintenance;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>People that can be reached, and a rota that names them.</summary>
internal static partial class ContactRules
{
    public static void Check(ContactsOptions contacts, Findings findings)
    {
        foreach (var (id, person) in contacts.People)
        {
            Person($"Contacts:People:{id}", id, person, findings);
        }

        foreach (var (day, turn) in contacts.OnCall)
        {
            Turn($"Contacts:OnCall:{day}", day, turn, contacts, findings);
        }

        foreach (var (name, portal) in contacts.Portals)
        {
            ChannelRules.Url($"Contacts:Portals:{name}:Url", portal.Url, findings);
            ChannelRules.Url($"Contacts:Portals:{name}:StatusUrl", portal.StatusUrl, findings);
        }

        if (LocalTimes.Zone(contacts.TimeZone) is null)
        {
            findings.Error("Contacts:TimeZone", MaintenanceRules.NoZone);
        }
    }

    /// <summary>True for a name that can stand in paths, records and logs.</summary>
    public static bool IsPlain(string name) => Plain().IsMatch(name);

    private static void Person(string path, string id, PersonOptions person, Findings findings)
    {
        if (!IsPlain(id))
        {
            findings.Error(path, "a short name has 1 to 40 letters, digits, dots, underscores or hyphens");
        }

        if (person.Mail is { Length: > 0 } mail && !RecipientBook.IsMail(mail))
        {
            findings.Error(path + ":Mail", "is not an e-mail address");
        }

        if (string.IsNullOrEmpty(person.Mail) && string.IsNullOrEmpty(person.Phone))
        {
            findings.Warn(path, "has neither Phone nor Mail: nobody can be told this way");
        }
    }

    private static void Turn(string path, string day, OnCallOptions turn, ContactsOptions contacts, Findings findings)
    {
        if (OnCallRota.DateOf(day) is null)
        {
            findings.Error(path, "is not a day (2026-11-23)");
        }

        if (turn.Person.Length > 0 && !contacts.People.ContainsKey(turn.Person))
        {
            findings.Error(path + ":Person", "there is nobody of that name in Contacts:People");
        }

        if (turn.Deputy is { Length: > 0 } deputy && !contacts.People.ContainsKey(deputy))
        {
            findings.Error(path + ":Deputy", "there is nobody of that name in Contacts:People");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,40}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
