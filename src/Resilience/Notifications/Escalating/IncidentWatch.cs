using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>
/// The times of an open incident on one clock: as they are known when it is first looked at, and from then on by time that
/// passes. Somebody who sets the wall clock makes no rung early, late or told again and again. Not safe from several threads.
/// </summary>
internal sealed class IncidentWatch
{
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _first;
    private readonly long _firstAt;
    private readonly List<RungTold> _told;
    private DateTimeOffset? _emergency;

    /// <summary>Begins at this moment; at its last known time when that is later, because then the clock was set back while nobody looked.</summary>
    public IncidentWatch(IncidentFacts facts, TimeProvider time)
    {
        (_time, _firstAt, _told, _emergency) = (time, time.GetTimestamp(), [.. facts.Told], facts.EmergencyUtc);
        _first = _told.Select(told => told.AtUtc).Append(facts.OpenedUtc).Append(facts.EmergencyUtc ?? facts.OpenedUtc).Append(time.GetUtcNow()).Max();
    }

    /// <summary>This moment.</summary>
    public DateTimeOffset Now => _first + _time.GetElapsedTime(_firstAt);

    /// <summary>What is known of it, with its times on this clock.</summary>
    public IncidentFacts Look(IncidentFacts facts)
    {
        _emergency = facts.EmergencyUtc is null ? null : _emergency ?? Now;
        return facts with { Told = [.. _told], EmergencyUtc = _emergency };
    }

    /// <summary>A rung is told of this level now.</summary>
    public RungTold Told(string rung, HealthLevel level)
    {
        var told = new RungTold(rung, Now, level);
        _told.Add(told);
        return told;
    }
}
