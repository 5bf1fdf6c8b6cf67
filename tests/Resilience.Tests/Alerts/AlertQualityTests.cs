using System.Globalization;
using Relevo.Resilience.Health;
using Xunit.Abstractions;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>
/// Simulated days with noise and labelled incidents through the evaluator: who is called out, and how soon (O05, O06).
/// <c>RELEVO_ALERT_DAYS</c> replays more days, <c>RELEVO_SEED</c> others.
/// </summary>
public sealed class AlertQualityTests(ITestOutputHelper output)
{
    private const double MostSecondsToPage = 60;
    private const double Minute = 60;

    [Fact]
    public async Task Replay_OfDaysWithNoiseAndIncidents_PagesForIncidentsOnly()
    {
        var report = await RunAsync(new ReplayOptions { Days = Number("RELEVO_ALERT_DAYS", 40), Seed = Number("RELEVO_SEED", 1) });
        Assert.True(report.Incidents.Count >= 300 && report.Pages.Count >= 300, "Fewer say too little about a share of 1 %.");
        Assert.Empty(report.Missed);
        Assert.True(report.FalseShare < 0.01, $"{report.False.Count} of {report.Pages.Count} pages are false.");
        Assert.InRange(report.Delays(HappeningKind.FullOutage)[^1], 0, MostSecondsToPage);
    }

    /// <summary>A test that cannot fail proves nothing: without its patience the evaluator calls people out for blips.</summary>
    [Fact]
    public async Task Replay_WithoutPatience_IsFullOfFalsePages()
    {
        var report = await RunAsync(new ReplayOptions { Days = 4, Patience = TimeSpan.Zero, WithFresh = false });
        Assert.True(report.FalseShare > 0.01);
        Assert.Empty(report.Missed);
    }

    /// <summary>One failed look takes a component down, and a level is left at once: one stray failure is a change of the level.</summary>
    [Fact]
    public async Task Replay_WithoutPatienceThreeLooksAndHold_IsWorse()
    {
        var rule = DownRule.Default with { DownAfter = 1, UpAfter = 1 };
        var report = await RunAsync(new ReplayOptions { Days = 4, Patience = TimeSpan.Zero, WithFresh = false, Rule = rule, Quiet = TimeSpan.Zero, LongestQuiet = TimeSpan.Zero });
        Assert.True(report.FalseShare > 0.5);
    }

    /// <summary>O06: a twentieth that fails is a warning; the pages of it come from the burn rate, whose rules are tested where they are written.</summary>
    [Fact]
    public async Task Replay_FivePercentFail_TellsAndCallsNobodyOut()
    {
        const double From = 10 * Minute;
        const double Length = 60 * Minute;
        var plan = new Happening(HappeningKind.SuccessAtWarning, From, From + Length, [new Effect(From, From + Length) { Success = 0.945 }]);
        var day = await ReplayDay.RunAsync(new ReplayOptions { Seed = 5 }, 0, [plan], new Random(5), From + Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"5.5 % of the work fails for an hour: told DEGRADED after {day.FirstTold - From:0.##} s, {day.Pages.Count} pages"));
        Assert.NotNull(day.FirstTold);
        Assert.InRange(day.FirstTold.Value - From, 1, 2 * Minute);
        Assert.Empty(day.Pages);
    }

    private static int Number(string name, int normal) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : normal;

    private async Task<ReplayReport> RunAsync(ReplayOptions options)
    {
        var report = await Replay.RunAsync(options);
        output.WriteLine(report.Describe());
        return report;
    }
}
