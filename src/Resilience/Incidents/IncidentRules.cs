using System.Globalization;
using Relevo.Resilience.Bounds;

namespace Relevo.Resilience.Incidents;

/// <summary>What the settings of incidents must keep beyond the bounds of single figures.</summary>
public static class IncidentRules
{
    /// <summary>Everything that is wrong, each with its path.</summary>
    public static IReadOnlyList<OptionProblem> Check(IncidentOptions options, string path = "Incidents")
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Enum.GetValues<Severity>().SelectMany(severity => Check(options.Objectives(severity), $"{path}:{severity}"))];
    }

    private static IEnumerable<OptionProblem> Check(ObjectiveOptions objectives, string path) =>
    [
        .. NotAbove($"{path}:RtoTargetMinutes", objectives.RtoTargetMinutes, "RtoMaximumMinutes", objectives.RtoMaximumMinutes),
        .. NotAbove($"{path}:RpoTargetMinutes", objectives.RpoTargetMinutes, "RpoMaximumMinutes", objectives.RpoMaximumMinutes),
    ];

    private static IEnumerable<OptionProblem> NotAbove(string path, double target, string limitName, double limit)
    {
        if (target > limit)
        {
            yield return new OptionProblem(path, string.Create(CultureInfo.InvariantCulture, $"must not be above {limitName}: {target:#,0.###} is more than {limit:#,0.###}"));
        }
    }
}
