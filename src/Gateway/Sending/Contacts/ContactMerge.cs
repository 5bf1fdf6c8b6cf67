using Relevo.LoadBalancer.Contacts;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>How what was learned of a contact joins what was known. Pure; a record with nothing known is <see cref="Nothing"/>.</summary>
internal static class ContactMerge
{
    private const int MaxWindows = 16;

    public static ContactRecord Nothing(string contactKey) => new(contactKey, null, default, []);

    /// <summary>They wrote to a number: it is theirs from now on, and its window is open.</summary>
    public static ContactRecord Wrote(ContactRecord known, string number, DateTimeOffset at) =>
        (at >= known.AssignedUtc || known.Number is null ? known with { Number = number, AssignedUtc = at } : known) with { Windows = With(known.Windows, number, at, isMark: false) };

    /// <summary>A number wrote to them.</summary>
    public static ContactRecord Sent(ContactRecord known, string number, DateTimeOffset at) =>
        at >= known.AssignedUtc || known.Number is null ? known with { Number = number, AssignedUtc = at } : known;

    /// <summary>The provider says that the window of a number is closed.</summary>
    public static ContactRecord Closed(ContactRecord known, string number) =>
        known with { Windows = With(known.Windows, number, ContactWindows.ClosedMark, isMark: true) };

    /// <summary>Puts what was learned since on top of what is saved.</summary>
    public static ContactRecord Join(ContactRecord saved, ContactRecord learned)
    {
        var joined = learned.Number is { } number ? Sent(saved, number, learned.AssignedUtc) : saved;
        var windows = joined.Windows;
        foreach (var window in learned.Windows)
        {
            windows = With(windows, window.Number, window.LastInboundUtc, window.LastInboundUtc == ContactWindows.ClosedMark);
        }

        return joined with { Windows = windows };
    }

    /// <summary>True when saving would tell the next start nothing that matters.</summary>
    public static bool IsSame(ContactRecord saved, ContactRecord now, TimeSpan slack) =>
        saved.Number == now.Number && now.AssignedUtc - saved.AssignedUtc < slack && now.Windows.Count == saved.Windows.Count
        && now.Windows.All(window => saved.Windows.Any(old => old.Number == window.Number && (window.LastInboundUtc - old.LastInboundUtc).Duration() < slack));

    // Called for every message that comes in: the usual contact has one window, and that is replaced.
    private static IReadOnlyList<ContactWindow> With(IReadOnlyList<ContactWindow> windows, string number, DateTimeOffset at, bool isMark)
    {
        var joined = new List<ContactWindow>(windows.Count + 1) { new(number, at) };
        for (var i = 0; i < windows.Count; i++)
        {
            var window = windows[i];
            if (window.Number != number)
            {
                joined.Add(window);
            }
            else if (!isMark && window.LastInboundUtc >= at)
            {
                return windows;
            }
        }

        if (joined.Count > 1)
        {
            joined.Sort(static (one, other) => other.LastInboundUtc.CompareTo(one.LastInboundUtc));
        }

        return joined.Count > MaxWindows ? joined.GetRange(0, MaxWindows) : joined;
    }
}
