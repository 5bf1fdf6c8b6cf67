using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Loops;

/// <summary>One loop and its runs. Used by its keeper only, under the keeper's lock.</summary>
internal sealed class KeptLoop(LoopPlan plan, TimeProvider time) : IDisposable
{
    private const int MostLeft = 3; // what hangs whenever it is begun would take one thread after the other
    private const int HeldFrom = 3; // restarts in a row from which on it counts as crashing again and again
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private readonly List<Task> _left = []; // runs that hung and were given up
    private CancellationTokenSource _stop = new();
    private LoopBeat? _beat;
    private Task? _run;
    private long _begunAt;
    private long _heardAt;
    private TimeSpan _silence;
    private long _endedAt;
    private int _restarts;

    public LoopPlan Plan => plan;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>It crashes again and again: its component does not do its work.</summary>
    public bool IsHeld => _restarts >= HeldFrom;

    /// <summary>It is at work.</summary>
    public bool IsRunning => _run is { IsCompleted: false };

    public LoopBeat? Beat => _beat;

    /// <summary>How often it was begun.</summary>
    public int Begun { get; private set; }

    public void Begin()
    {
        var stop = _stop = new CancellationTokenSource();
        var beat = _beat = new LoopBeat(time, stop.Token);
        _begunAt = time.GetTimestamp();
        _silence = TimeSpan.Zero;
        Begun++;
        _run = plan.IsBlocking
            ? Task.Factory.StartNew(() => plan.Body(beat, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
            : Task.Run(() => plan.Body(beat, stop.Token), CancellationToken.None);
    }

    /// <summary>Looks after it.</summary>
    /// <param name="passed">Time since the last look.</param>
    /// <returns>Why it was begun anew or is held, when that is news; else null.</returns>
    public string? Look(TimeSpan passed)
    {
        if (_run is { IsCompleted: true } ended)
        {
            return Ended(ended);
        }

        if (_run is null)
        {
            return Resume();
        }

        if (Silence(passed) > plan.Patience)
        {
            GiveUp(_run);
            return Restart(FormattableString.Invariant($"it did nothing for {plan.Patience.TotalSeconds:0.#} s"));
        }

        if (Trouble is not null && time.GetElapsedTime(_begunAt) > Calm)
        {
            (Trouble, _restarts) = (null, 0);
        }

        return null;
    }

    /// <summary>Ends it; one that does not listen is left behind.</summary>
    public Task StopAsync()
    {
        if (_run is not { } run)
        {
            return Task.CompletedTask; // held: nothing runs
        }

        _stop.Cancel();
        return run;
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    // Added up from look to look: a time in which nobody could look is not held against the loop.
    private TimeSpan Silence(TimeSpan passed)
    {
        var last = _beat!.Last;
        _silence = last == _heardAt ? _silence + passed : TimeSpan.Zero;
        _heardAt = last;
        return _silence;
    }

    private string Ended(Task ended)
    {
        var reason = ended.Exception?.InnerException switch
        {
            StandstillException standstill => standstill.Message,
            { } failure => $"it failed with {failure.GetType().Name}",
            null => "it came to an end",
        };
        return Restart(reason);
    }

    // The first time at once, then with growing pauses: what fails at once would do nothing else.
    private string Restart(string reason)
    {
        _stop.Dispose();
        _endedAt = time.GetTimestamp();
        _restarts++;
        if (_restarts == 1 && !IsFull())
        {
            Begin();
            return Trouble = $"{reason} and was begun anew";
        }

        _run = null;
        return Trouble = _restarts == 1
            ? $"{reason}; so did the runs before, and it is begun anew once one of them has ended"
            : FormattableString.Invariant($"{reason}, {_restarts} times in a row; it is begun anew after {Pause.TotalSeconds:0} s");
    }

    private TimeSpan Pause => Pauses.Ceiling(Math.Max(1, _restarts - 1)); // one that is full is held from the first time on

    private string? Resume()
    {
        if (time.GetElapsedTime(_endedAt) >= Pause && !IsFull())
        {
            Begin();
        }

        return null;
    }

    private void GiveUp(Task run)
    {
        _left.Add(run);
        _ = run.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var stop = _stop;
        _stop = new CancellationTokenSource(); // the old one is cancelled apart: whoever listens to it may hang
        _ = Task.Run(() => stop.Cancel());
    }

    private bool IsFull()
    {
        _left.RemoveAll(static run => run.IsCompleted);
        return _left.Count >= MostLeft;
    }
}
