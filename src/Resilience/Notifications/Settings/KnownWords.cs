using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>The words by which people are named: roles, short names, <c>on-call</c>, and bare addresses.</summary>
internal sealed class KnownWords(ContactsOptions contacts)
{
    private static readonly string[] Usual = [RecipientBook.OnCall, "operations", "technical-lead", "head-of-technology", "management"];

    public bool HasPeople => contacts.People.Count > 0;

    /// <summary>An unknown word is a slip of the pen; a usual role that nobody has yet is only a pity.</summary>
    public void Check(string path, string word, Findings findings)
    {
        if (Knows(word))
        {
            return;
        }

        if (Usual.Contains(word, StringComparer.Ordinal))
        {
            findings.Warn(path, $"nobody in Contacts is {word}, so nobody is told");
        }
        else
        {
            findings.Error(path, "is neither an address nor a number, and nobody in Contacts has this name or role");
        }
    }

    public bool Knows(string word) =>
        RecipientBook.IsMail(word) || RecipientBook.IsPhone(word) || contacts.People.ContainsKey(word)
        || (word == RecipientBook.OnCall && contacts.OnCall.Count > 0)
        || contacts.People.Values.Any(person => person.Roles.Contains(word));
}
