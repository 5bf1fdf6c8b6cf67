using System.Globalization;
using System.Text;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What was found on all days.</summary>
internal sealed class ReplayReport(IReadOnlyList<DayReport> days)
{
    public IReadOnlyList<Page> Pages { get; } = [.. days.SelectMany(d => d.Pages)];

    public IReadOnlyList<Page> False { get; } = [.. days.SelectMany(d => d.False)];

    public IReadOnlyList<Finding> Incidents { get; } = [.. days.SelectMany(d => d.Findings).Where(f => f.Happening.IsIncident)];

    public IReadOnlyList<Finding> Missed => [.. Incidents.Where(f => f.Paged is null)];

    public double FalseShare => Pages.Count == 0 ? 0 : (double)False.Count / Pages.Count;

    /// <summary>Seconds until each incident of a kind was paged, the shortest first; what was missed took for ever.</summary>
    public IReadOnlyList<double> Delays(HappeningKind kind) => [.. Incidents.Where(f => f.Happening.Kind == kind).Select(f => f.Paged ?? double.PositiveInfinity).Order()];

    /// <summary>Everything in words.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        var harmless = days.SelectMany(d => d.Findings).Where(f => !f.Happening.IsIncident).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"{days.Count} days, {Incidents.Count} incidents, {harmless.Count} harmless happenings, {days.Sum(d => d.Told)} notices");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Pages.Count} pages ({Pages.Count(p => p.Level == HealthLevel.Emergency)} EMERGENCY), {False.Count} false ({100 * FalseShare:0.##} %), {Missed.Count} incidents missed");
        foreach (var kind in Incidents.Select(f => f.Happening.Kind).Distinct().Order())
        {
            var seen = Incidents.Where(f => f.Happening.Kind == kind).Select(f => f.Seen ?? double.PositiveInfinity).Order().ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind,-22} level {Spread(seen)}; page {Spread(Delays(kind))}");
        }

        foreach (var kind in harmless.GroupBy(f => f.Happening.Kind).OrderBy(g => g.Key))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Key,-22} {kind.Count()} times, CRITICAL or worse in {kind.Count(f => f.Seen is not null)}");
        }

        foreach (var page in False.Take(20))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  false: {What(page)}");
        }

        return text.ToString();
    }

    private static string Spread(IReadOnlyList<double> sorted) => string.Create(
        CultureInfo.InvariantCulture,
        $"median {At(sorted, 0.5):0.#} s, p99 {At(sorted, 0.99):0.#} s, worst {sorted[^1]:0.#} s ({sorted.Count})");

    private static double At(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private string What(Page page)
    {
        var near = days.Single(d => d.Day == page.Day).Findings.Select(f => f.Happening).MinBy(h => Math.Abs(h.From - page.At))!;
        return string.Create(CultureInfo.InvariantCulture, $"day {page.Day}, {page.At:0.##} s, {page.Level}, near {near.Kind} ({near.From:0.#} to {near.To:0.#} s): {page.Text}");
    }
}
