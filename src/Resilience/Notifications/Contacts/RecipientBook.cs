using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>
/// Who is meant by a word of the settings, and their addresses. Outside of this book people go by their short name and bare
/// addresses by a hash, so that records and logs hold neither.
/// </summary>
internal sealed partial class RecipientBook
{
    public const string OnCall = "on-call";
    private const int HashLength = 8;

    private readonly FrozenDictionary<string, PersonOptions> _people;
    private readonly FrozenDictionary<string, string> _bare;
    private readonly OnCallRota _rota;

    /// <summary>Creates it.</summary>
    /// <param name="contacts">The people.</param>
    /// <param name="words">Every word that <see cref="Resolve"/> may be asked for: bare addresses are learned from them.</param>
    public RecipientBook(ContactsOptions contacts, IEnumerable<string> words)
    {
        _people = contacts.People.ToFrozenDictionary(StringComparer.Ordinal);
        _rota = new OnCallRota(contacts);
        _bare = words.Where(word => IsMail(word) || IsPhone(word)).Distinct(StringComparer.Ordinal).ToFrozenDictionary(IdOf, StringComparer.Ordinal);
    }

    public static bool IsMail(string word) => Mailbox().IsMatch(word);

    public static bool IsPhone(string word) => Number().IsMatch(word);

    public string? Mail(string id) => _people.TryGetValue(id, out var person) ? Filled(person.Mail) : _bare.TryGetValue(id, out var bare) && IsMail(bare) ? bare : null;

    public string? Phone(string id) => _people.TryGetValue(id, out var person) ? Filled(person.Phone) : _bare.TryGetValue(id, out var bare) && IsPhone(bare) ? bare : null;

    /// <summary>Ids of who is meant: roles before people, each once.</summary>
    public IReadOnlyList<string> Resolve(IEnumerable<string> words, DateTimeOffset now) =>
        [.. words.SelectMany(word => Meant(word, now)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Each address of a channel once, the first way to it: whoever is named by a role, by name and by number gets one message.
    /// A bare address that belongs to somebody goes by that name in every notice, so that what follows finds it.
    /// </summary>
    public IReadOnlyList<string> Once(string channel, IEnumerable<string> ids) =>
        [.. ids.Select(id => _bare.ContainsKey(id) ? OwnerOf(channel, id) : id).DistinctBy(id => Place(channel, id), StringComparer.Ordinal)];

    /// <summary>What two ways to the same place share: the address, or the recipient where there is none.</summary>
    public string Place(string channel, string id) => Address(channel, id)?.ToLowerInvariant() ?? id;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string IdOf(string address) =>
        (IsPhone(address) ? "phone-" : "mail-") + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..HashLength];

    private string? Address(string channel, string id) => channel switch
    {
        ChannelNames.Email => Mail(id),
        ChannelNames.Sms => Phone(id),
        _ => null,
    };

    private string OwnerOf(string channel, string bare)
    {
        var place = Place(channel, bare);
        return _people.Keys.Order(StringComparer.Ordinal).FirstOrDefault(id => Place(channel, id) == place) ?? bare;
    }

    private List<string> Meant(string word, DateTimeOffset now)
    {
        if (word == OnCall && _rota.At(now) is { } turn)
        {
            return turn.Deputy is { } deputy ? [turn.Person, deputy] : [turn.Person];
        }

        var role = WithRole(word).ToList();
        return role.Count > 0 ? role
            : _people.ContainsKey(word) ? [word]
            : _bare.ContainsKey(IdOf(word)) ? [IdOf(word)]
            : [];
    }

    private IEnumerable<string> WithRole(string role) =>
        _people.Where(person => person.Value.Roles.Contains(role, StringComparer.Ordinal)).Select(person => person.Key).Order(StringComparer.Ordinal);

    // Narrower than RFC 5321: no quoting, no comments, nothing that could end a command.
    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^\+[0-9]{6,15}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
