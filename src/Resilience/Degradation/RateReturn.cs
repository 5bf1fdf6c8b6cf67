namespace Relevo.Resilience.Degradation;

/// <summary>
/// The part of their rates at which sends leave: cut at once, given back in steps, each only while the work succeeds, so that
/// what just came back is not overrun. Pure but for its memory: the time is passed in.
/// </summary>
public sealed class RateReturn
{
    private TimeSpan? _nextStep;

    /// <summary>The part in force, above 0 and at most 1.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>When the next step is due, on the caller's clock; null while nothing has to come back.</summary>
    public TimeSpan? NextStep => _nextStep;

    /// <summary>Takes one moment.</summary>
    /// <param name="target">The part that the level allows.</param>
    /// <param name="success">Share of the work that succeeded lately, percent; null when there was too little to tell.</param>
    /// <param name="now">This moment, on any clock that only goes forward.</param>
    /// <param name="options">The steps.</param>
    /// <returns>The part in force.</returns>
    public double Next(double target, double? success, TimeSpan now, DegradationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (target <= Factor)
        {
            (Factor, _nextStep) = (target, null);
            return Factor;
        }

        _nextStep ??= now + TimeSpan.FromSeconds(options.ReturnStepSeconds);
        if (now < _nextStep)
        {
            return Factor;
        }

        var step = options.ReturnStepPercent / 100.0;
        var isGood = success is null || success >= options.ReturnSuccessPercent;
        var lowest = Math.Min(Factor, options.ReturnFromPercent / 100.0);
        Factor = Math.Round(isGood ? Math.Min(target, Factor + step) : Math.Max(lowest, Factor - step), 6);
        _nextStep = Factor < target ? now + TimeSpan.FromSeconds(options.ReturnStepSeconds) : null;
        return Factor;
    }

    /// <summary>After a full stop it begins from the bottom.</summary>
    public void Restart(DegradationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Factor, _nextStep) = (Math.Min(Factor, options.ReturnFromPercent / 100.0), null);
    }

    /// <summary>Gives everything back at once: somebody asked for it.</summary>
    public void Release() => (Factor, _nextStep) = (1, null);
}
