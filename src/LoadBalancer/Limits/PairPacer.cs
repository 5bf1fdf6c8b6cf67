using System.Runtime.InteropServices;

namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// How fast one number may write to one recipient: the generic cell rate algorithm (ITU-T I.371), one cell per pair that
/// is ahead of its schedule. Pairs that are not are forgotten, so it holds about as many as sends of six seconds. Beyond its
/// bound it lets through: the provider still says so. Safe from any thread.
/// </summary>
internal sealed class PairPacer
{
    internal const int MaxPairs = 131_072;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Number, ulong Contact), long> _due = [];

    /// <summary>Pairs known.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>Records a message, or says how long it has to wait.</summary>
    /// <param name="number">The number's own key in memory.</param>
    /// <param name="contact">The recipient.</param>
    /// <param name="now">The time.</param>
    /// <param name="isPaced">False for a number without such a limit: only what was throttled waits, and nothing is recorded.</param>
    /// <param name="options">The limit.</param>
    public TimeSpan Ask(int number, ulong contact, long now, bool isPaced, PacingOptions options)
    {
        var (gap, ahead) = Schedule(options);
        lock (_gate)
        {
            if (!_due.TryGetValue((number, contact), out var due) && (!isPaced || _due.Count >= MaxPairs))
            {
                return TimeSpan.Zero;
            }

            due = Math.Max(due, now);
            if (due - now > ahead)
            {
                return TimeSpan.FromTicks(due - now - ahead);
            }

            if (isPaced)
            {
                _due[(number, contact)] = due + gap;
            }

            return TimeSpan.Zero;
        }
    }

    /// <summary>The provider says that the pair has to wait.</summary>
    public void Throttle(int number, ulong contact, long now, TimeSpan pause, PacingOptions options)
    {
        var (_, ahead) = Schedule(options);
        var length = pause < TimeSpan.Zero ? TimeSpan.Zero : pause < LongestPause ? pause : LongestPause;
        lock (_gate)
        {
            if (_due.Count < MaxPairs || _due.ContainsKey((number, contact)))
            {
                ref var due = ref CollectionsMarshal.GetValueRefOrAddDefault(_due, (number, contact), out _);
                due = Math.Max(due, now + ahead + length.Ticks);
            }
        }
    }

    /// <summary>Forgets pairs that are not ahead of their schedule.</summary>
    public void Sweep(long now)
    {
        lock (_gate)
        {
            foreach (var (pair, due) in _due)
            {
                if (due <= now)
                {
                    _due.Remove(pair);
                }
            }
        }
    }

    /// <summary>Forgets a number's pairs.</summary>
    public void Forget(int number)
    {
        lock (_gate)
        {
            foreach (var pair in _due.Keys.Where(pair => pair.Number == number).ToList())
            {
                _due.Remove(pair);
            }
        }
    }

    /// <summary>The pairs that are furthest ahead of their schedule.</summary>
    public IReadOnlyList<(int Number, ulong Contact, long Ahead)> Longest(long now, TimeSpan atLeast, int most)
    {
        lock (_gate)
        {
            var least = now + atLeast.Ticks;
            List<(int Number, ulong Contact, long Ahead)> found = [.. _due.Where(pair => pair.Value > least).Select(pair => (pair.Key.Number, pair.Key.Contact, pair.Value - now))];
            if (found.Count > most)
            {
                found.Sort(static (a, b) => b.Ahead.CompareTo(a.Ahead));
                found.RemoveRange(most, found.Count - most);
            }

            return found;
        }
    }

    /// <summary>The pairs of one number, a bounded part of them.</summary>
    public IReadOnlyList<(ulong Contact, long Ahead)> Of(int number, long now)
    {
        lock (_gate)
        {
            return [.. _due.Where(pair => pair.Key.Number == number && pair.Value > now).Take(Numbers.Saved.PoolStateFormat.MaxPairs).Select(pair => (pair.Key.Contact, pair.Value - now))];
        }
    }

    /// <summary>Goes on from the saved state.</summary>
    public void Restore(int number, ulong contact, long now, long ahead)
    {
        lock (_gate)
        {
            if (_due.Count < MaxPairs && ahead > 0)
            {
                _due[(number, contact)] = now + Math.Min(ahead, 2 * LongestPause.Ticks);
            }
        }
    }

    private static (long Gap, long Ahead) Schedule(PacingOptions options)
    {
        var gap = (long)(options.PairSeconds * TimeSpan.TicksPerSecond);
        return (gap, gap * (options.PairBurst - 1));
    }
}
