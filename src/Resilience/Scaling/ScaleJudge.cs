namespace Relevo.Resilience.Scaling;

/// <summary>Finds out what limits. Pure.</summary>
public static class ScaleJudge
{
    private const double IdlePercent = 30; // of the usual workers: so few are busy that the added ones are not needed

    /// <summary>What would help now.</summary>
    /// <param name="now">How busy it is.</param>
    /// <param name="isStrict">It recovered not long ago: the figures count half.</param>
    /// <param name="options">The figures.</param>
    public static ScaleAdvice Judge(in ScaleReading now, bool isStrict, ScalingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var part = isStrict ? 0.5 : 1;
        var isLate = now.Oldest.TotalSeconds > options.OldestSeconds * part;
        var isFull = now.Busy * 100.0 >= now.Workers * options.BusyPercent;
        var isHot = now.CpuPercent >= options.CpuPercent * part;
        if (isLate && isHot)
        {
            return ScaleAdvice.Out;
        }

        if (isLate && isFull)
        {
            return now.Workers < options.MaxWorkers ? ScaleAdvice.Up : ScaleAdvice.Out;
        }

        return !isLate && now.Workers > now.Usual && now.Busy * 100.0 < now.Usual * IdlePercent ? ScaleAdvice.Down : ScaleAdvice.Stay;
    }
}
