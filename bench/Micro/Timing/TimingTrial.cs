using System.Diagnostics;

namespace Relevo.Micro.Timing;

/// <summary>Times a check against wrong signatures of two kinds in random turn, and compares the times.</summary>
/// <param name="check">The check; false for every signature that is given.</param>
/// <param name="samples">Timings of both kinds together.</param>
/// <param name="seed">Of the random turn.</param>
internal sealed class TimingTrial(Func<string, bool> check, int samples, int seed)
{
    // Interrupts and collections are far slower than any check; they say nothing of it and hide everything.
    private const double KeptShare = 0.95;
    private const int Copies = 64; // so that no kind has a place in memory of its own
    private const int WarmUps = 50_000;

    /// <summary>Runs it.</summary>
    /// <param name="early">Wrong in its first digit.</param>
    /// <param name="late">Wrong in its last digit.</param>
    public TimingOutcome Run(string early, string late)
    {
        string[][] kinds = [[.. Enumerable.Range(0, Copies).Select(_ => new string(early))], [.. Enumerable.Range(0, Copies).Select(_ => new string(late))]];
        var random = new Random(seed);
        var turns = Enumerable.Range(0, samples + WarmUps).Select(_ => (Kind: random.Next(2), Copy: random.Next(Copies))).ToArray();
        var ticks = new long[turns.Length];
        GC.Collect();
        for (var i = 0; i < turns.Length; i++)
        {
            var signature = kinds[turns[i].Kind][turns[i].Copy];
            var began = Stopwatch.GetTimestamp();
            var passed = check(signature);
            ticks[i] = Stopwatch.GetTimestamp() - began;
            if (passed)
            {
                throw new InvalidOperationException("A wrong signature passed.");
            }
        }

        return Compare(turns.Select((turn, i) => (turn.Kind, ticks[i])).Skip(WarmUps).ToList());
    }

    private static TimingOutcome Compare(List<(int Kind, long Ticks)> timings)
    {
        var limit = timings.Select(each => each.Ticks).Order().ElementAt((int)(timings.Count * KeptShare) - 1);
        var kept = timings.Where(each => each.Ticks <= limit).ToLookup(each => each.Kind, each => each.Ticks * 1e9 / Stopwatch.Frequency);
        List<double> early = [.. kept[0]], late = [.. kept[1]];
        return new TimingOutcome(Welch.T(early, late), early.Average(), late.Average(), early.Count + late.Count);
    }
}
