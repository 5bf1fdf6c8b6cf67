using Relevo.Resilience.Health;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Watchdogs;

/// <summary>
/// Restarts a loop that has work and makes no progress. While restarts do not help they come ever more seldom, and
/// never stop. Its callbacks must not block; one that throws is reported in the complaint and tried again.
/// </summary>
public sealed class Watchdog : IDisposable
{
    private const int LooksPerStall = 4; // Finds a stall at most a quarter of its time late.

    private readonly WatchdogOptions _options;
    private readonly Backoff _backoff;
    private readonly Func<bool> _hasWork;
    private readonly Action _restart;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _done;
    private int _looking;
    private long _seen;
    private long _since;
    private long _restartedAt;
    private int _restarts;
    private volatile Complaint? _complaint;

    /// <summary>Begins to watch.</summary>
    /// <param name="options">What is watched.</param>
    /// <param name="hasWork">True while there is work that could be done now.</param>
    /// <param name="restart">Ends the loop and begins a new one.</param>
    /// <param name="time">The clock.</param>
    public Watchdog(WatchdogOptions options, Func<bool> hasWork, Action restart, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _backoff = new Backoff(options.Stall, options.LongestPause);
        _hasWork = hasWork;
        _restart = restart;
        _time = time;
        _since = time.GetTimestamp();
        var look = options.Stall / LooksPerStall;
        _timer = time.CreateTimer(static state => ((Watchdog)state!).Look(), this, look, look);
    }

    /// <summary>Raised when <see cref="Complaint"/> was replaced. Must not throw.</summary>
    public event Action<Complaint?>? Changed;

    /// <summary>What is wrong, or null.</summary>
    public Complaint? Complaint => _complaint;

    /// <summary>Tells how much was done since the loop began; anything but the last value is progress. Cheap, from any thread.</summary>
    public void Report(long done) => Volatile.Write(ref _done, done);

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    // Looks do not overlap: a timer fires again even while the last one is still at it.
    private void Look()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        try
        {
            Judge(_time.GetTimestamp());
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private void Judge(long now)
    {
        var done = Volatile.Read(ref _done);
        if (done != _seen || !HasWork())
        {
            _seen = done;
            _since = now;
            _restarts = 0;
            Complain(null);
            return;
        }

        var stalled = _time.GetElapsedTime(_since, now);
        var sinceRestart = _restarts == 0 ? stalled : _time.GetElapsedTime(_restartedAt, now);
        if (sinceRestart >= _backoff.Ceiling(_restarts + 1))
        {
            Restart(stalled, now);
        }
    }

    private void Restart(TimeSpan stalled, long now)
    {
        _restartedAt = now;
        _restarts++;
        var seconds = (long)stalled.TotalSeconds;
        try
        {
            _restart();
            Complain($"There is work but nothing was done for {seconds} s; restarted, {_restarts} in a row.");
        }
        // A restart that fails must not end the watch: it is told and tried again.
        catch (Exception failure)
        {
            Complain($"There is work but nothing was done for {seconds} s, and the restart failed with {failure.GetType().Name}.");
        }
    }

    // Who cannot tell whether there is work is taken to have some.
    private bool HasWork()
    {
        try
        {
            return _hasWork();
        }
        // Same as in Restart.
        catch (Exception)
        {
            return true;
        }
    }

    private void Complain(string? message)
    {
        if (message is null && _complaint is null)
        {
            return;
        }

        _complaint = message is null ? null : new Complaint(_options.Name, _options.Weight, message);
        Changed?.Invoke(_complaint);
    }
}
