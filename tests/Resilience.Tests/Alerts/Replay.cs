namespace Relevo.Resilience.Tests.Alerts;

/// <summary>Replays many days. Each is a world of its own, so they may run beside each other and come out the same.</summary>
internal static class Replay
{
    private const int AtOnce = 4; // A day waits for its loops half of the time.

    public static async Task<ReplayReport> RunAsync(ReplayOptions options)
    {
        var days = new DayReport[options.Days];
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Days), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (day, _) => days[day] = await ReplayDay.RunAsync(options, day));
        return new ReplayReport(days);
    }
}
