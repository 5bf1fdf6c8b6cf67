namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What was found on one day.</summary>
/// <param name="Day">Which.</param>
/// <param name="Findings">What became of each happening.</param>
/// <param name="Pages">Every page.</param>
/// <param name="Told">Notices of every level, pages among them.</param>
/// <param name="FirstTold">When the first notice went out, seconds of the day; null when none did.</param>
internal sealed record DayReport(int Day, IReadOnlyList<Finding> Findings, IReadOnlyList<Page> Pages, int Told, double? FirstTold)
{
    /// <summary>Pages while no incident was going on.</summary>
    public IEnumerable<Page> False => Pages.Where(page => !Findings.Any(f => f.Happening.IsIncident && page.At >= f.Happening.From && page.At <= f.Happening.To));
}
