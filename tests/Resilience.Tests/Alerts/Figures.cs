using Relevo.Resilience.Health;
using Relevo.Resilience.Vitals;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>The gateway's figures with its usual limits and counts, read from the simulated world.</summary>
internal static class Figures
{
    private const int MinSamples = 100;
    private const int FreshSeconds = 10;
    private const int FewestFresh = 20;
    private const double Share = 0.95;

    public static IReadOnlyList<IVital> Of(World world, bool withFresh)
    {
        var processor = new MeanWindow();
        return
        [
            new SimulatedFigure("success", new VitalRule(95, 90, 85, IsLowBad: true), () => Success(world.Work, withFresh)),
            new SimulatedFigure("response time", new VitalRule(1, 3, 5), () => Response(world.Answers, withFresh)),
            new SimulatedFigure("disk", new VitalRule(80, 90, null), () => new VitalReading(world.Disk, "the disk fills")),
            new SimulatedFigure("processor", new VitalRule(80, 90, null), () => processor.Add(world.Processor) is { } mean ? new VitalReading(mean, "the processors are busy", HealthLevel.Degraded) : null),
        ];
    }

    private static VitalReading? Success(OutcomeWindow work, bool withFresh)
    {
        var (good, bad) = work.Read();
        return good + bad < MinSamples ? null : new VitalReading(Percent(good, bad), "work fails", Fresh: Fresh());

        double? Fresh()
        {
            var (freshGood, freshBad) = work.Read(FreshSeconds);
            return withFresh && freshGood + freshBad >= FewestFresh ? Percent(freshGood, freshBad) : null;
        }
    }

    private static VitalReading? Response(DurationWindow answers, bool withFresh)
    {
        var (seconds, count) = answers.Read(Share);
        var (fresh, freshCount) = answers.Read(Share, FreshSeconds);
        return count < MinSamples ? null : new VitalReading(seconds, "answers are slow", Fresh: withFresh && freshCount >= FewestFresh ? fresh : null);
    }

    private static double Percent(long good, long bad) => 100.0 * good / (good + bad);
}
