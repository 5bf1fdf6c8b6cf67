using System.Globalization;
using Relevo.Resilience.Notifications.Maintenance;

namespace Relevo.Resilience.Notifications.Contacts;

/// <summary>
/// The rota of those on call. A turn goes on until the next one begins, also past its week: a rota that somebody forgot to
/// continue must not leave alarms with nobody. Pure.
/// </summary>
internal sealed class OnCallRota
{
    public const string DateForm = "yyyy-MM-dd";
    private readonly List<OnCallNow> _turns;

    public OnCallRota(ContactsOptions options)
    {
        var zone = LocalTimes.Zone(options.TimeZone) ?? TimeZoneInfo.Utc;
        var at = TimeOnly.ParseExact(options.ChangeAt, "HH:mm", CultureInfo.InvariantCulture);
        var turns = options.OnCall.Where(turn => DateOf(turn.Key) is not null)
            .Select(turn => new OnCallNow(turn.Value.Person, turn.Value.Deputy, LocalTimes.ToUtc(zone, DateOf(turn.Key)!.Value, at), null))
            .OrderBy(turn => turn.SinceUtc).ToList();
        _turns = [.. turns.Select((turn, i) => turn with { UntilUtc = i + 1 < turns.Count ? turns[i + 1].SinceUtc : null })];
    }

    public IReadOnlyList<OnCallNow> Turns => _turns;

    public static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>Whose turn it is; before the first turn nobody's.</summary>
    public OnCallNow? At(DateTimeOffset now) => _turns.FindLast(turn => turn.SinceUtc <= now);
}
