using Relevo.Resilience.Vitals;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>The simulated gateway: what its checks and figures would find now. Moved by the replay, read by checks on any thread.</summary>
internal sealed class World(IReadOnlyList<Happening> plan, TimeProvider time, Random random)
{
    /// <summary>Percent of the disk that is usually in use.</summary>
    public const double UsualDisk = 60;

    private const double UsualSuccess = 0.998;
    private const double StrayFailure = 0.002; // Share of the looks that fail for no reason.
    private const double LeastPerSecond = 5;
    private const double MostPerSecond = 60;
    private const int MostAtOnce = 120; // While nothing happens, a sample of the work tells as much as all of it.

    private volatile IReadOnlyList<Effect> _active = [];
    private int _hanging;

    public OutcomeWindow Work { get; } = new(time);

    public DurationWindow Answers { get; } = new(time);

    /// <summary>Seconds of the day.</summary>
    public double Now { get; private set; }

    /// <summary>Checks that hang now.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public double Disk => UsualDisk + (_active.FirstOrDefault(e => e.Disk is not null) is { } fill ? (fill.Disk!.Value - UsualDisk) * (Now - fill.From) / (fill.To - fill.From) : 0);

    public double Processor => _active.Max(e => e.Processor) ?? 30;

    /// <summary>True while something happens, or shortly will or did.</summary>
    public bool IsBusy(double before, double after) => plan.Any(h => Now >= h.Span.From - before && Now < h.Span.To + after);

    /// <summary>True when something begins or ends now: at most so long ago, or within this time.</summary>
    public bool Changes(double ago, double within)
    {
        var (from, to) = (Now - ago, Now + within);
        return plan.Any(h => h.Effects.Any(e => (e.From > from && e.From <= to) || (e.To > from && e.To <= to)));
    }

    /// <summary>What is wrong with a component; null when nothing is.</summary>
    public Effect? Trouble(string component) => _active.FirstOrDefault(e => e.Component == component);

    /// <summary>Whether a look at a component, or a call to it, finds it failing.</summary>
    public bool Fails(string component, Random draw) => draw.NextDouble() < (Trouble(component)?.Fails ?? StrayFailure);

    /// <summary>So many checks more, or fewer, hang. Whoever waits for rest on the clock looks again: a timer that never fires makes it.</summary>
    public void Hang(int checks)
    {
        Interlocked.Add(ref _hanging, checks);
        time.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).Dispose();
    }

    /// <summary>So much later: effects begin and end, and work is done.</summary>
    public void Move(double seconds)
    {
        Now += seconds;
        _active = [.. plan.SelectMany(h => h.Effects).Where(e => e.IsActive(Now))];
        var success = _active.Min(e => e.Success) ?? UsualSuccess;
        var slow = _active.Max(e => e.Seconds);
        for (var left = Math.Min(MostAtOnce, Count(seconds)); left > 0; left--)
        {
            Work.Add(random.NextDouble() < success);
            Answers.Add(TimeSpan.FromSeconds(slow is { } much && random.Next(4) > 0 ? much : 0.005 + (random.NextDouble() * 0.1)));
        }
    }

    // More by day than by night.
    private int Count(double seconds)
    {
        var share = (1 + Math.Sin(2 * Math.PI * Now / DayPlan.Day)) / 2;
        var mean = seconds * (LeastPerSecond + (share * (MostPerSecond - LeastPerSecond)));
        return (int)(mean + random.NextDouble());
    }
}
