using System.Globalization;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications;

/// <summary>
/// What people are told of the level: each change of it at once, and that it calls them out when it has lasted. One step of
/// an outage counts as a change of the cause only when it calls out other people than the one before; a milder level that
/// has lasted waits a moment for the worse one that has all but lasted as well, so that one cause is one call. Whatever level
/// decides who is told, the notice stands at the level in force, of which its text speaks. Pure but for its memory. Not safe
/// from several threads.
/// </summary>
/// <param name="cause">The cause under which all of it is told.</param>
public sealed class LevelNews(string cause)
{
    private const HealthLevel Easing = HealthLevel.Degraded; // That it is less bad than before is news, and no reason to wake anybody again.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10); // So long a call may be late; longer apart, worse is news of its own.

    private readonly PageLevel _pages = new();
    private HealthLevel _level;
    private TimeSpan _since;
    private volatile HealthLevel _told;
    private bool _hasFallen;

    /// <summary>The level that people are told; may be read from any thread.</summary>
    public HealthLevel Told => _told;

    /// <summary>True until the level first gets better: after a start it climbs anew to where it stood before, which is no news by itself.</summary>
    public bool IsFirstClimb => !_hasFallen;

    /// <summary>Takes what is known now; to be called when the level changes, and every second.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="now">This moment, on any clock that only goes forward.</param>
    /// <param name="patience">Time that a level must last before it calls people out.</param>
    /// <returns>What is to be told; null when nothing is new.</returns>
    public Notice? Next(HealthSnapshot snapshot, TimeSpan now, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _pages.Patience = patience;
        var (from, before) = (_level, _told);
        (_level, _since) = (snapshot.Level, snapshot.Level == from ? _since : now);
        _hasFallen |= _level < from;
        var wanted = _pages.Next(snapshot, now);
        _told = WaitsForWorse(before, wanted, _since + patience - now) ? Mildest(before) : wanted;
        return _level == from && _told == before ? null
            : _level == HealthLevel.Healthy ? Notice.Recovery(cause, $"All is well again after {LevelWords.Of(from)}.")
            : new Notice(cause, _told < before ? Easing : _told, Text(snapshot, from, patience)) { Stands = _level };
    }

    /// <summary>A level of an earlier process goes on.</summary>
    /// <param name="level">The level that it ended in.</param>
    /// <param name="critical">For how long CRITICAL or worse had been in force by now.</param>
    /// <param name="emergency">For how long EMERGENCY had.</param>
    /// <param name="now">This moment, on the clock of <see cref="Next"/>.</param>
    public void GoOn(HealthLevel level, TimeSpan critical, TimeSpan emergency, TimeSpan now)
    {
        _pages.GoOn(HealthLevel.Critical, level, now - critical);
        _pages.GoOn(HealthLevel.Emergency, level, now - emergency);
    }

    /// <summary>It did not go on: all is well.</summary>
    public void Forget() => _pages.Forget();

    // What is in force and was not seen to the end of its time calls nobody out: nothing waits for it longer.
    private bool WaitsForWorse(HealthLevel before, HealthLevel wanted, TimeSpan left) =>
        wanted >= HealthLevel.Critical && wanted > before && wanted < _level && left > TimeSpan.Zero && left <= Moment;

    private static HealthLevel Mildest(HealthLevel told) => told > HealthLevel.Degraded ? told : HealthLevel.Degraded;

    private string Text(HealthSnapshot snapshot, HealthLevel from, TimeSpan patience)
    {
        var went = _level == from ? $"The level is still {LevelWords.Of(_level)}" : $"The level went from {LevelWords.Of(from)} to {LevelWords.Of(_level)}";
        var waits = _told < _level ? string.Create(CultureInfo.InvariantCulture, $". More people are told when it lasts {patience.TotalSeconds:0.#} s") : "";
        return $"{went}: {HealthIssues.Describe(snapshot)}{waits}";
    }
}
