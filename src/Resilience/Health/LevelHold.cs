namespace Relevo.Resilience.Health;

/// <summary>
/// Hysteresis of the level: a worse level is entered at once; a level is left after quiet time, longer (a minute, then
/// doubling, up to a longest) each time it came back soon, so that it does not flap. Pure but for its memory: the time is passed in.
/// </summary>
public sealed class LevelHold
{
    private readonly LevelRung[] _rungs;

    /// <summary>Creates it at <see cref="HealthLevel.Healthy"/>.</summary>
    /// <param name="quiet">Quiet time before a level is left.</param>
    /// <param name="longest">Longest quiet time.</param>
    public LevelHold(TimeSpan quiet, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quiet, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, quiet);
        _rungs = [new(quiet, longest), new(quiet, longest), new(quiet, longest)];
    }

    /// <summary>The level in force.</summary>
    public HealthLevel Level { get; private set; }

    /// <summary>Since when it has been quiet at the level in force.</summary>
    public TimeSpan QuietSince => Level == HealthLevel.Healthy ? TimeSpan.Zero : _rungs[(int)Level - 1].QuietSince;

    /// <summary>When the level in force is left, if it stays quiet.</summary>
    public TimeSpan HeldUntil => Level == HealthLevel.Healthy ? TimeSpan.Zero : _rungs[(int)Level - 1].HeldUntil;

    /// <summary>Takes one judgement.</summary>
    /// <param name="judged">The level of this moment.</param>
    /// <param name="now">This moment, on any clock that only goes forward.</param>
    /// <param name="lastTrouble">When something bad was last seen: quiet counts from then.</param>
    /// <returns>The level in force.</returns>
    public HealthLevel Next(HealthLevel judged, TimeSpan now, TimeSpan lastTrouble)
    {
        var level = HealthLevel.Healthy;
        for (var i = 0; i < _rungs.Length; i++)
        {
            var rung = (HealthLevel)(i + 1);
            if (_rungs[i].Next(judged >= rung, now, lastTrouble))
            {
                level = rung;
            }
        }

        return Level = level;
    }
}
