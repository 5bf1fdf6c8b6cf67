namespace Relevo.Resilience.Health;

/// <summary>
/// The level that people are called out for. The level in force follows every fault at once, because what happens by itself
/// must; people are told CRITICAL and EMERGENCY when it has lasted and trouble is still seen, so that what is over before
/// anybody could look calls nobody. Until then they are told DEGRADED. Pure but for its memory. Not safe from several threads.
/// </summary>
public sealed class PageLevel
{
    private const HealthLevel Mildest = HealthLevel.Critical; // Milder ones call nobody out, so they need no patience.
    private readonly TimeSpan?[] _since = new TimeSpan?[HealthLevel.Emergency - Mildest + 1];
    private readonly TimeSpan?[] _before = new TimeSpan?[HealthLevel.Emergency - Mildest + 1];
    private readonly bool[] _isTold = new bool[HealthLevel.Emergency - Mildest + 1];

    private bool _hasBegun; // something was wrong

    /// <summary>Time for which a level must last. Zero tells every level at once.</summary>
    public TimeSpan Patience { get; set; }

    /// <summary>The level that people are told.</summary>
    public HealthLevel Level { get; private set; }

    /// <summary>Takes what is known now; to be called when the level changes, and every second.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="now">This moment, on any clock that only goes forward.</param>
    /// <returns>The level that people are told from now on.</returns>
    public HealthLevel Next(HealthSnapshot snapshot, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var seen = LevelJudge.Judge(snapshot.Components, [.. snapshot.Complaints.Where(c => !c.IsPast)]);
        Level = snapshot.Level < Mildest ? snapshot.Level : HealthLevel.Degraded;
        for (var rung = Mildest; rung <= HealthLevel.Emergency; rung++)
        {
            if (IsTold(rung, snapshot.Level >= rung, seen >= rung, now))
            {
                Level = rung;
            }
        }

        if (snapshot.Level == HealthLevel.Healthy && _hasBegun)
        {
            Forget();
        }

        _hasBegun |= snapshot.Level > HealthLevel.Healthy;
        return Level;
    }

    /// <summary>A level was in force before this memory begins: when it comes again, it has lasted since then.</summary>
    /// <param name="rung">CRITICAL or EMERGENCY.</param>
    /// <param name="level">The level in force at the end of that; a milder one than the rung changes nothing.</param>
    /// <param name="since">Since when, on the clock of <see cref="Next"/>; may lie before its beginning.</param>
    public void GoOn(HealthLevel rung, HealthLevel level, TimeSpan since) => _before[rung - Mildest] = level >= rung ? since : null;

    /// <summary>What was before is over.</summary>
    public void Forget() => Array.Clear(_before);

    // A level that is held after its trouble has ended goes on lasting: trouble that comes and goes is one.
    private bool IsTold(HealthLevel rung, bool isInForce, bool isSeen, TimeSpan now)
    {
        var i = rung - Mildest;
        _since[i] = isInForce ? _since[i] ?? _before[i] ?? now : null;
        return _isTold[i] = isInForce && (_isTold[i] || (isSeen && now - _since[i] >= Patience));
    }
}
