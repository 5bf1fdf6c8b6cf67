using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Loops;

/// <summary>
/// Keeps background loops at work: one that ends, fails or hangs is begun anew within a second and a complaint is raised; one
/// that fails again and again is held with growing pauses, and its component counts as failing. Safe from any thread.
/// </summary>
public sealed class LoopKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MostPerLook = 2 * Interval; // a machine or a thread pool that stood still is no loop that hangs
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeptLoop> _loops = new(StringComparer.Ordinal);
    private readonly ComplaintBook _complaints;
    private readonly TimeProvider _time;
    private readonly ILogger<LoopKeeper> _logger;
    private readonly ITimer _timer;
    private long _lookedAt;
    private bool _isStopped;

    /// <summary>Creates it.</summary>
    public LoopKeeper(ComplaintBook complaints, TimeProvider time, ILogger<LoopKeeper> logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_complaints, _time, _logger, _lookedAt) = (complaints, time, logger, time.GetTimestamp());
        _timer = time.CreateTimer(static state => ((LoopKeeper)state!).Look(), this, Interval, Interval);
    }

    /// <summary>Names of the loops.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _loops.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Begins a loop and keeps it at work until it is released. Throws <see cref="ArgumentException"/> for a name that is in use.</summary>
    public void Keep(LoopPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        lock (_gate)
        {
            var loop = new KeptLoop(plan, _time);
            _loops.Add(plan.Name, loop);
            if (!_isStopped)
            {
                loop.Begin();
            }
        }
    }

    /// <summary>Ends a loop, and waits for it a while; a name that is not known does not mind.</summary>
    public async Task ReleaseAsync(string name)
    {
        KeptLoop? loop;
        Task run;
        lock (_gate)
        {
            if (!_loops.Remove(name, out loop))
            {
                return;
            }

            run = loop.StopAsync();
        }

        _complaints.Withdraw(SourceOf(name));
        await WaitAsync(run).ConfigureAwait(false);
        loop.Dispose();
    }

    /// <summary>Why a component does not do its work as far as its loops go; null when they run.</summary>
    public string? TroubleOf(string component)
    {
        lock (_gate)
        {
            foreach (var (name, loop) in _loops)
            {
                if (loop.Plan.Component == component && loop.IsHeld)
                {
                    return $"{name}: {loop.Trouble}";
                }
            }

            return null;
        }
    }

    /// <summary>Begins the loops of a component anew, or all.</summary>
    /// <returns>How many were begun anew.</returns>
    public async Task<int> RestartAsync(string? component)
    {
        List<KeptLoop> chosen;
        lock (_gate)
        {
            chosen = [.. _loops.Values.Where(loop => component is null || loop.Plan.Component == component)];
        }

        foreach (var loop in chosen)
        {
            await ReleaseAsync(loop.Plan.Name).ConfigureAwait(false);
            Keep(loop.Plan);
        }

        return chosen.Count;
    }

    /// <summary>Ends all loops.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> runs;
        lock (_gate)
        {
            _isStopped = true;
            runs = [.. _loops.Values.Select(loop => loop.StopAsync())];
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await WaitAsync(Task.WhenAll(runs)).ConfigureAwait(false);
    }

    /// <summary>For tests: what happens to a loop at its next beat.</summary>
    internal void Disturb(string name, Action disturbance)
    {
        lock (_gate)
        {
            _loops[name].Beat!.Disturb(disturbance);
        }
    }

    /// <summary>For tests: whether a loop is at work.</summary>
    internal bool IsRunning(string name)
    {
        lock (_gate)
        {
            return _loops[name].IsRunning;
        }
    }

    /// <summary>For tests: how often a loop was begun.</summary>
    internal int Begun(string name)
    {
        lock (_gate)
        {
            return _loops[name].Begun;
        }
    }

    private static string SourceOf(string name) => "loop " + name;

    private async Task WaitAsync(Task run)
    {
        try
        {
            await run.WaitAsync(StopPatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (TimeoutException)
        {
            // It hangs and is left behind: it must not hold up the stop.
        }
    }

    private void Look()
    {
        List<(string Name, string? Trouble, string? News)> found = [];
        lock (_gate)
        {
            var passed = _time.GetElapsedTime(_lookedAt);
            _lookedAt = _time.GetTimestamp();
            foreach (var (name, loop) in _isStopped ? [] : _loops)
            {
                var news = loop.Look(passed < MostPerLook ? passed : MostPerLook);
                found.Add((name, loop.Trouble, news));
            }
        }

        foreach (var (name, trouble, news) in found)
        {
            Tell(name, trouble, news);
        }
    }

    private void Tell(string name, string? trouble, string? news)
    {
        if (news is not null)
        {
            LoopLog.Restarted(_logger, name, news);
        }

        if (trouble is null)
        {
            _complaints.Withdraw(SourceOf(name));
        }
        else
        {
            _complaints.Raise(new Complaint(SourceOf(name), HealthLevel.Degraded, trouble));
        }
    }
}
