using Relevo.Gateway.Configuration.Loading;
using Relevo.Gateway.Operating.Actions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>
/// Components, numbers and applications that steps of playbooks name and the settings do not have. Apart from what actions say
/// of their arguments themselves: they know only the settings in force.
/// </summary>
internal static class StepNameRules
{
    private static readonly HealthLevel[] Levels = [HealthLevel.Degraded, HealthLevel.Critical, HealthLevel.Emergency];

    public static void Check(GatewaySettings settings, RuleReport report)
    {
        var components = KnownComponents.Of(settings).ToHashSet(StringComparer.Ordinal);
        foreach (var level in Levels)
        {
            var steps = settings.Playbooks.Of(level)!.Steps;
            for (var i = 0; i < steps.Count; i++)
            {
                var path = SettingPath.Join(SettingPath.Join("Playbooks", level.ToString()) + ":Steps", i) + ":Arguments";
                Check(steps[i], RestartComponentAction.ActionName, RestartComponentAction.Component, components.Contains, $"is no component of these settings; they are {string.Join(", ", components.Order(StringComparer.Ordinal))}", path, report);
                Check(steps[i], IsolateNumberAction.ActionName, IsolateNumberAction.Number, settings.Numbers.ContainsKey, "is not the name of a number; they stand under Numbers", path, report);
                Check(steps[i], IsolateApplicationAction.ActionName, IsolateApplicationAction.Application, settings.Applications.ContainsKey, "is not the name of an application; they stand under Applications", path, report);
            }
        }
    }

    private static void Check(StepOptions step, string action, string argument, Func<string, bool> isKnown, string problem, string path, RuleReport report)
    {
        if (step.Action == action && step.Arguments.TryGetValue(argument, out var name) && !isKnown(name ?? ""))
        {
            report.Error(SettingPath.Join(path, argument), problem);
        }
    }
}
