namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>Whom to call, at one moment: for <c>gateway contacts</c> and for incidents. Holds telephone numbers: not for logs.</summary>
/// <param name="AtUtc">The moment.</param>
/// <param name="OnCall">Whose turn it is; null for nobody's.</param>
/// <param name="People">Those on call first, then by name.</param>
/// <param name="Rota">This turn and those to come.</param>
/// <param name="Hotlines">Lines that somebody answers at any hour.</param>
/// <param name="Portals">Support of providers.</param>
public sealed record ContactsView(
    DateTimeOffset AtUtc,
    OnCallNow? OnCall,
    IReadOnlyList<ContactLine> People,
    IReadOnlyList<OnCallNow> Rota,
    IReadOnlyList<HotlineLine> Hotlines,
    IReadOnlyList<PortalLine> Portals)
{
    /// <summary>The contacts as they are at that moment.</summary>
    public static ContactsView At(ContactsOptions contacts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var rota = new OnCallRota(contacts);
        var turn = rota.At(now);
        var people = contacts.People
            .Select(p => new ContactLine(p.Key, p.Value.Name, [.. p.Value.Roles], turn is not null && (p.Key == turn.Person || p.Key == turn.Deputy), p.Value.Phone, p.Value.Mail, p.Value.Note))
            .OrderByDescending(p => p.IsOnCall).ThenBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal);
        return new ContactsView(
            now,
            turn,
            [.. people],
            [.. rota.Turns.Where(t => t == turn || t.SinceUtc > now)],
            [.. contacts.Hotlines.Select(h => new HotlineLine(h.Key, h.Value.Phone, h.Value.Note)).OrderBy(h => h.Name, StringComparer.Ordinal)],
            [.. contacts.Portals.Select(p => new PortalLine(p.Key, p.Value.Url, p.Value.StatusUrl, p.Value.Phone, p.Value.Note)).OrderBy(p => p.Name, StringComparer.Ordinal)]);
    }
}
