using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>
/// Watches, from a thread of its own, how long work waits for a thread of the pool: who runs on the pool would wait as well and
/// see nothing. While the threads there are blocked, the pool is given more at once, where it would take two a second by itself.
/// </summary>
internal sealed class PoolWatch : IDisposable
{
    /// <summary>Source of its complaint.</summary>
    public const string Source = "thread pool";

    private const int LeastTold = 128; // threads; fewer are a hiccup, which nobody need know of
    private const int FirstStep = 32; // threads; doubles from look to look
    private const int MostThreads = 1_024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostPerLook = 2 * Interval; // a machine that stood still is no pool that is behind
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly ComplaintBook _complaints;
    private readonly SettingsHolder _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<PoolWatch> _logger;
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;
    private TimeSpan _waited;
    private TimeSpan _longest;
    private TimeSpan _calm;
    private long _lookedAt;
    private long _completed;
    private int _usual;
    private int _step = FirstStep;
    private int _added;
    private int _isQueued;
    private bool _hasComplained;

    /// <summary>Creates it; nothing is watched before <see cref="Start"/>.</summary>
    public PoolWatch(ComplaintBook complaints, SettingsHolder settings, TimeProvider time, ILogger<PoolWatch> logger) =>
        (_complaints, _settings, _time, _logger) = (complaints, settings, time, logger);

    /// <summary>Begins to watch.</summary>
    public void Start()
    {
        ThreadPool.GetMinThreads(out _usual, out _);
        _lookedAt = _time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "pool watch" };
        _thread.Start();
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread?.Join(StopPatience) != false)
        {
            _stop.Dispose();
        }
    }

    private void Run()
    {
        while (!_stop.Wait(Interval))
        {
            Look();
        }
    }

    private void Look()
    {
        var now = _time.GetTimestamp();
        var passed = _time.GetElapsedTime(_lookedAt, now);
        _lookedAt = now;
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static watch => Volatile.Write(ref watch._isQueued, 0), this, preferLocal: false);
            Rest(passed);
        }
        else
        {
            _waited += passed < MostPerLook ? passed : MostPerLook;
            Wait();
        }

        _completed = ThreadPool.CompletedWorkItemCount;
    }

    // What was queued at the last look has begun.
    private void Rest(TimeSpan passed)
    {
        _calm = _waited > TimeSpan.Zero ? TimeSpan.Zero : _calm + passed;
        (_waited, _step) = (TimeSpan.Zero, FirstStep);
        if (_calm < Calm || (_added == 0 && !_hasComplained))
        {
            return;
        }

        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(_usual, ports);
        (_added, _longest, _hasComplained) = (0, TimeSpan.Zero, false);
        _complaints.Withdraw(Source);
    }

    private void Wait()
    {
        _longest = _waited > _longest ? _waited : _longest;
        if (_waited >= Patience && IsBlocked())
        {
            Grow();
        }

        if (_added >= LeastTold || _waited.TotalSeconds >= _settings.Current.Health.Vitals.PoolDelaySeconds)
        {
            _hasComplained = true;
            _complaints.Raise(new Complaint(Source, HealthLevel.Degraded, string.Create(
                CultureInfo.InvariantCulture, $"work waited {_longest.TotalSeconds:0.0} s for a thread of the pool{(_added > 0 ? $"; it was given {_added} more, because those there were blocked" : "")}")));
        }
    }

    // Busy threads end many pieces of work between two looks, even when processors are short; more of them would not help.
    private bool IsBlocked() => ThreadPool.CompletedWorkItemCount - _completed < ThreadPool.ThreadCount;

    private void Grow()
    {
        ThreadPool.GetMinThreads(out var least, out var ports);
        ThreadPool.GetMaxThreads(out var most, out _);
        var wanted = Math.Min(Math.Max(least, ThreadPool.ThreadCount) + _step, Math.Min(most, MostThreads));
        if (wanted > least && ThreadPool.SetMinThreads(wanted, ports))
        {
            HealthLog.PoolGrew(_logger, wanted - least, _waited.TotalMilliseconds);
            _added = wanted - _usual;
            _step *= 2;
        }
    }
}
