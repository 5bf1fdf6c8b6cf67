namespace Relevo.Micro.Timing;

/// <summary>Welch's t of two samples with different spreads; beyond 4.5 in size it is no accident (Reparaz et al., "dude, is my code constant time?").</summary>
internal static class Welch
{
    public const double Limit = 4.5;

    public static double T(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (mean1, error1) = MeanAndError(first);
        var (mean2, error2) = MeanAndError(second);
        return (mean1 - mean2) / Math.Sqrt(error1 + error2);
    }

    private static (double Mean, double SquaredError) MeanAndError(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return (mean, variance / values.Count);
    }
}
