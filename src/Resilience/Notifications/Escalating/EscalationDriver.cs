using System.Globalization;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Loops;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>
/// Looks at the open incidents again and again and tells the rungs that are due. What it hands in has an id made of incident,
/// rung and count: killed before it is remembered that a rung was told, the next process hands in the same id, which is not
/// told twice. While planned work keeps a level quiet, its rungs wait.
/// </summary>
public sealed class EscalationDriver
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly IIncidentBook _incidents;
    private readonly Notifier _notifier;
    private readonly TimeProvider _time;
    private readonly ILogger<EscalationDriver> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IncidentWatch> _watched = new(StringComparer.Ordinal);
    private volatile EscalationLadder? _ladder;

    /// <summary>Creates it.</summary>
    /// <param name="ladder">The ladder in force; null for none.</param>
    /// <param name="incidents">The incidents.</param>
    /// <param name="notifier">Who tells.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public EscalationDriver(EscalationLadder? ladder, IIncidentBook incidents, Notifier notifier, TimeProvider time, ILogger<EscalationDriver> logger)
    {
        (_ladder, _incidents, _notifier, _time, _logger) = (ladder, incidents, notifier, time, logger);
    }

    /// <summary>Looks every so often until it is stopped.</summary>
    /// <param name="pause">Pause between two looks, read anew before each.</param>
    /// <param name="beat">Told that it is alive, every second.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(Func<TimeSpan> pause, LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(pause);
        ArgumentNullException.ThrowIfNull(beat);
        long? lookedAt = null;
        while (true)
        {
            beat.Tell();
            var wanted = pause();
            if (lookedAt is not { } at || _time.GetElapsedTime(at) >= wanted)
            {
                Look();
                lookedAt = _time.GetTimestamp();
            }

            await Task.Delay(wanted < LongestPause ? wanted : LongestPause, _time, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Uses another ladder from now on.</summary>
    public void Use(EscalationLadder? ladder) => _ladder = ladder;

    /// <summary>Looks now: call it when an incident was opened, got worse or was found to hit business. Never throws.</summary>
    public void Look()
    {
        lock (_gate)
        {
            try
            {
                Look_NeedsGate();
            }
            // Incidents that cannot be read now are looked at again soon.
            catch (Exception failure)
            {
                EscalationLog.LookFailed(_logger, failure.GetType().Name);
            }
        }
    }

    private static Notice Compose(IncidentFacts incident, DueRung due) => new(incident.Cause, incident.Level, EscalationText.Of(incident, due))
    {
        Kind = NoticeKind.Escalation,
        Id = string.Create(CultureInfo.InvariantCulture, $"esc-{incident.Id}-{due.Rung.Name}-{due.Times + 1}"),
        Incident = incident.Id,
        Change = due.Rung.Name,
        Channels = due.Rung.Channels,
        To = due.Rung.Tell,
    };

    private void Look_NeedsGate()
    {
        if (_ladder is not { } ladder)
        {
            return;
        }

        foreach (var (incident, watch) in Watch_NeedsGate(_incidents.Open()))
        {
            var now = watch.Now;
            foreach (var due in EscalationRules.Due(ladder, incident, now).Where(_ => _notifier.QuietBy(incident.Level) is null))
            {
                // Without room it is due again at the next look.
                if (_notifier.Tell(Compose(incident, due)) is not null)
                {
                    EscalationLog.Told(_logger, incident.Id, due.Rung.Name, due.Why ?? "called out");
                    _incidents.Told(incident.Id, watch.Told(due.Rung.Name, incident.Level));
                }
            }
        }
    }

    // From its first look on, an incident grows older by a clock that nobody sets.
    private List<(IncidentFacts Facts, IncidentWatch Watch)> Watch_NeedsGate(IReadOnlyList<IncidentFacts> open)
    {
        foreach (var gone in _watched.Keys.Except(open.Select(incident => incident.Id), StringComparer.Ordinal).ToList())
        {
            _watched.Remove(gone);
        }

        var all = new List<(IncidentFacts, IncidentWatch)>(open.Count);
        foreach (var incident in open)
        {
            if (!_watched.TryGetValue(incident.Id, out var watch))
            {
                _watched[incident.Id] = watch = new IncidentWatch(incident, _time);
            }

            all.Add((watch.Look(incident), watch));
        }

        return all;
    }
}
