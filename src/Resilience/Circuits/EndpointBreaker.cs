using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Circuits;

/// <summary>
/// Keeps calls away from one endpoint while it serves nobody, and lets one probe through per pause instead.
/// Each entry has a pass: what is reported with an older pass says nothing about the endpoint of now, so calls that
/// were under way when it opened or closed neither count as the probe nor against the endpoint that came back.
/// Safe from any thread; nothing here waits.
/// </summary>
public sealed class EndpointBreaker : IDisposable
{
    private const long Open = 0; // The value of _closedPass while open; passes begin at 1.

    private readonly Lock _gate = new();
    private readonly BreakerOptions _options;
    private readonly Backoff _backoff;
    private readonly TimeProvider _time;
    private readonly Func<double> _draw;
    private readonly WakeTimer _timer;
    private long _pass = 1;
    private long _closedPass = 1;
    private long _lastSuccessTicks;
    private int _failures;
    private int _probesFailed;
    private bool _probeMayEnter;
    private BreakerTimes _times = BreakerTimes.Closed;

    /// <summary>Creates a closed breaker.</summary>
    /// <param name="options">When it opens and how it probes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="draw">Random numbers, 0 ≤ draw &lt; 1, asked for under the breaker's lock.</param>
    public EndpointBreaker(BreakerOptions options, TimeProvider time, Func<double> draw)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Failures, 1);
        _options = options;
        _backoff = new Backoff(options.ProbeFirst, options.ProbeLongest);
        _time = time;
        _draw = draw;
        _timer = new WakeTimer(time, OnTimer);
    }

    /// <summary>Raised when <see cref="TryEnter"/> may succeed again after it refused: a probe is due, or it closed. Not under the lock; must not throw.</summary>
    public event Action? MayEnter;

    /// <summary>True while only probes may enter.</summary>
    public bool IsOpen => Volatile.Read(ref _closedPass) == Open;

    /// <summary>Since when it is open; null while closed.</summary>
    public DateTimeOffset? OpenedAt => Volatile.Read(ref _times).OpenedAt;

    /// <summary>When the next probe may enter, at the latest; null while closed. In the past when one may enter now.</summary>
    public DateTimeOffset? RetryAt => Volatile.Read(ref _times).RetryAt;

    /// <summary>When a call last succeeded; null when none did.</summary>
    public DateTimeOffset? LastSuccess =>
        Volatile.Read(ref _lastSuccessTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Asks for a call. Who gets in reports how it went, or that it made no call after all.</summary>
    /// <param name="pass">Belongs into <see cref="Failed"/> or <see cref="Left"/>.</param>
    public bool TryEnter(out long pass)
    {
        pass = Volatile.Read(ref _closedPass);
        return pass != Open || TryEnterAsProbe(out pass);
    }

    /// <summary>The endpoint served a call: closes.</summary>
    public void Succeeded()
    {
        Volatile.Write(ref _lastSuccessTicks, _time.GetUtcNow().UtcTicks);
        if ((IsOpen || Volatile.Read(ref _failures) > 0) && Close())
        {
            MayEnter?.Invoke();
        }
    }

    /// <summary>The endpoint failed a call.</summary>
    public void Failed(long pass)
    {
        lock (_gate)
        {
            if (pass == _pass && IsOpen)
            {
                _probesFailed++;
                Pause_NeedsGate();
            }
            else if (pass == _pass && ++_failures >= _options.Failures)
            {
                Open_NeedsGate();
            }
        }
    }

    /// <summary>Who got in made no call: the next may probe instead.</summary>
    public void Left(long pass)
    {
        lock (_gate)
        {
            _probeMayEnter |= IsOpen && pass == _pass;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private bool TryEnterAsProbe(out long pass)
    {
        lock (_gate)
        {
            var isProbe = IsOpen && _probeMayEnter;
            if (isProbe)
            {
                _pass++;
                _probeMayEnter = false;
                WakeAfter_NeedsGate(_options.ProbeLost);
            }

            var mayEnter = isProbe || !IsOpen;
            pass = mayEnter ? _pass : Open;
            return mayEnter;
        }
    }

    private bool Close()
    {
        lock (_gate)
        {
            var wasOpen = IsOpen;
            _failures = 0;
            if (wasOpen)
            {
                Volatile.Write(ref _times, BreakerTimes.Closed);
                _timer.Cancel();
                Volatile.Write(ref _closedPass, ++_pass);
            }

            return wasOpen;
        }
    }

    private void Open_NeedsGate()
    {
        _pass++;
        _failures = _probesFailed = 0;
        _times = new BreakerTimes(_time.GetUtcNow(), null);
        Volatile.Write(ref _closedPass, Open);
        Pause_NeedsGate();
    }

    // Half of the pause is fixed: without it a draw near 0 would let probes knock without a pause.
    private void Pause_NeedsGate()
    {
        _probeMayEnter = false;
        WakeAfter_NeedsGate(_backoff.Ceiling(_probesFailed + 1) * (0.5 + (_draw() / 2)));
    }

    private void WakeAfter_NeedsGate(TimeSpan pause)
    {
        Volatile.Write(ref _times, _times with { RetryAt = _time.GetUtcNow() + pause });
        _timer.Wake(pause);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (!IsOpen || _probeMayEnter || !_timer.IsDue)
            {
                return;
            }

            _probeMayEnter = true;
        }

        MayEnter?.Invoke();
    }
}
