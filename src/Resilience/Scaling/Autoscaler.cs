using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Resilience.Scaling;

/// <summary>
/// Adds workers while concurrency is what limits, takes them away when they are idle, and asks for machines where only those
/// help. Says so when it can do no more.
/// </summary>
public sealed class Autoscaler
{
    /// <summary>Source of its complaint.</summary>
    public const string Source = "autoscaling";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly WorkerScale _scale;
    private readonly Func<ScaleReading> _read;
    private readonly Func<CancellationToken, Task<string?>>? _scaleOut;
    private readonly Func<ScalingOptions> _options;
    private readonly ComplaintBook _complaints;
    private readonly TimeProvider _time;
    private readonly ILogger<Autoscaler> _logger;
    private readonly long _start;
    private TimeSpan? _lastStep;
    private TimeSpan? _recovered;

    /// <summary>Creates it; <see cref="RunAsync"/> begins.</summary>
    /// <param name="scale">The workers.</param>
    /// <param name="read">How busy it is.</param>
    /// <param name="scaleOut">Asks for another machine and says why that failed, or null when it did not; null when nobody can be asked.</param>
    /// <param name="options">The settings in force.</param>
    /// <param name="complaints">Where it says that it can do no more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what people should know.</param>
    public Autoscaler(
        WorkerScale scale,
        Func<ScaleReading> read,
        Func<CancellationToken, Task<string?>>? scaleOut,
        Func<ScalingOptions> options,
        ComplaintBook complaints,
        TimeProvider time,
        ILogger<Autoscaler> logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_scale, _read, _scaleOut, _options, _complaints, _time, _logger) = (scale, read, scaleOut, options, complaints, time, logger);
        _start = time.GetTimestamp();
    }

    /// <summary>The level changed: after a recovery the figures count half for a while.</summary>
    public void Follow(LevelChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _recovered = change.To == HealthLevel.Healthy ? _time.GetElapsedTime(_start) : _recovered;
    }

    /// <summary>Looks every five seconds until it is stopped.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        while (true)
        {
            await beat.PauseAsync(Interval).ConfigureAwait(false);
            await beat.WhileAsync(LookAsync(stopping)).ConfigureAwait(false); // a hook may take its time
        }
    }

    /// <summary>Looks once, and does what helps when its time has come.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        _scale.Look();
        var (options, now) = (_options(), _time.GetElapsedTime(_start));
        var reading = _read();
        var isStrict = _recovered is { } recovered && now - recovered < TimeSpan.FromHours(options.StrictHours);
        var advice = options.Automatic ? ScaleJudge.Judge(reading, isStrict, options) : ScaleAdvice.Stay;
        if (advice == ScaleAdvice.Stay)
        {
            _complaints.Withdraw(Source);
            return;
        }

        var pause = TimeSpan.FromSeconds(advice == ScaleAdvice.Down ? options.DownSeconds : options.UpSeconds);
        if (_lastStep is { } last && now - last < pause)
        {
            return;
        }

        _lastStep = now;
        if (advice == ScaleAdvice.Out)
        {
            await ScaleOutAsync(reading, cancellation).ConfigureAwait(false);
            return;
        }

        _complaints.Withdraw(Source);
        if (_scale.Step(advice == ScaleAdvice.Up ? options.StepPercent : -options.StepPercent))
        {
            ScalingLog.Stepped(_logger, reading.Workers, _scale.Of(reading.Usual), reading.Oldest.TotalSeconds, reading.Busy, reading.CpuPercent);
        }
    }

    private async Task ScaleOutAsync(ScaleReading reading, CancellationToken cancellation)
    {
        var problem = _scaleOut is null ? "no hook for more machines is set" : await _scaleOut(cancellation).ConfigureAwait(false);
        if (problem is null)
        {
            _complaints.Withdraw(Source);
            ScalingLog.AskedForMachines(_logger, reading.CpuPercent);
            return;
        }

        _complaints.Raise(new Complaint(Source, HealthLevel.Degraded, FormattableString.Invariant(
            $"it can do no more: {reading.Workers} workers, {reading.CpuPercent:0} % of the processors, the oldest waits {reading.Oldest.TotalSeconds:0} s; {problem}")));
    }
}
