using System.Globalization;

namespace Relevo.Resilience.Incidents;

/// <summary>Measures an incident against what is aimed at, in words.</summary>
internal static class ObjectiveWords
{
    /// <summary>How soon all was well again.</summary>
    /// <param name="taken">Time to recovery; null when all is not well yet.</param>
    /// <param name="soFar">Time since detection.</param>
    /// <param name="objectives">What is aimed at.</param>
    public static string Rto(TimeSpan? taken, TimeSpan soFar, ObjectiveOptions objectives)
    {
        var aims = Aims(objectives.RtoTargetMinutes, objectives.RtoMaximumMinutes);
        var verdict = Verdict(taken ?? soFar, objectives.RtoTargetMinutes, objectives.RtoMaximumMinutes);
        return taken is { } time ? $"{MarkdownText.Span(time)}: {verdict} ({aims})" : $"not restored after {MarkdownText.Span(soFar)}: {verdict} ({aims})";
    }

    /// <summary>How far back what was lost reaches; null when nobody knows.</summary>
    public static string Rpo(TimeSpan? lost, ObjectiveOptions objectives)
    {
        var aims = Aims(objectives.RpoTargetMinutes, objectives.RpoMaximumMinutes);
        return lost is { } span
            ? $"{MarkdownText.Span(span)}: {Verdict(span, objectives.RpoTargetMinutes, objectives.RpoMaximumMinutes)} ({aims})"
            : $"{IncidentReport.ToFillIn} ({aims})";
    }

    private static string Aims(double target, double maximum) =>
        $"target {MarkdownText.Span(TimeSpan.FromMinutes(target))}, maximum {MarkdownText.Span(TimeSpan.FromMinutes(maximum))}";

    private static string Verdict(TimeSpan measured, double target, double maximum) =>
        measured <= TimeSpan.FromMinutes(target) ? "within the target"
        : measured <= TimeSpan.FromMinutes(maximum) ? "beyond the target, within the maximum"
        : "beyond the maximum";
}
