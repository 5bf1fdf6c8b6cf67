using Relevo.Gateway.Operating.Actions;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What playbooks, incidents, notifications and scaling must keep beyond the bounds of single figures.</summary>
internal static class OperatingRules
{
    public static void Check(GatewaySettings settings, RuleReport report)
    {
        foreach (var problem in PlaybookRules.Check(settings.Playbooks, ActionList.ForChecks).Concat(IncidentRules.Check(settings.Incidents)))
        {
            report.Error(problem.Path, problem.Message);
        }

        StepNameRules.Check(settings, report);
        foreach (var finding in NotificationRules.Check(settings.Notifications, settings.Contacts, settings.Escalation))
        {
            if (finding.IsWarning)
            {
                report.Warn(finding.Path, finding.Message);
            }
            else
            {
                report.Error(finding.Path, finding.Message);
            }
        }

        if (settings.Scaling.MoreMachines is { } name && !settings.Playbooks.Commands.ContainsKey(name))
        {
            report.Error("Scaling:MoreMachines", "is not the name of a command; they stand under Playbooks:Commands");
        }
    }
}
