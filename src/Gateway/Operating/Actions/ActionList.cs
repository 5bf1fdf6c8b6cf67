using Relevo.Cache.Layers;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating.Restarts;
using Relevo.Gateway.Operating.Standby;
using Relevo.Gateway.Sending;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>
/// Every action that steps of playbooks may name. What an action works on is looked up when it first runs: settings are
/// checked against the same list before there is anything to work on.
/// </summary>
internal static class ActionList
{
    /// <summary>The list for checking settings: its actions know what they may be told, and can do nothing.</summary>
    public static PlaybookActions ForChecks { get; } = new(Of(new Nobody(), TimeProvider.System));

    /// <summary>The list at work.</summary>
    public static IReadOnlyList<IPlaybookAction> Of(IServiceProvider parts, TimeProvider time)
    {
        var monitor = Part<HealthMonitor>(parts);
        return
        [
            new RestartComponentAction(Part<ComponentRestarts>(parts), monitor, time),
            new ScaleWorkersAction(Part<WorkerScale>(parts)),
            new ActivateBackupsAction(Part<BackupSet>(parts)),
            new ClearCacheProblemsAction(Part<LayeredCache>(parts)),
            new SnapshotAction(),
            new MaintenanceAction(Part<DegradationControl>(parts), level => monitor.Value.Snapshot.Level < level),
            new RedistributeAction(Part<SendQueue>(parts)),
            new IsolateNumberAction(Part<NumberPool>(parts)),
            new IsolateApplicationAction(Part<BackupSwitch>(parts), Part<ApplicationQueues>(parts), Part<SettingsHolder>(parts)),
            new NotifyAction((notice, _) => Task.FromResult(parts.GetRequiredService<PlaybookNotices>().Tell(notice))),
            new ValidateAction(level => monitor.Value.Snapshot.Level < level, time),
            new WaitAction(time),
            new RunCommandAction(() => parts.GetRequiredService<SettingsHolder>().Current.Playbooks, time, parts.GetService<ILogger<RunCommandAction>>() ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<RunCommandAction>.Instance),
        ];
    }

    private static Lazy<T> Part<T>(IServiceProvider parts)
        where T : notnull => new(parts.GetRequiredService<T>);

    private sealed class Nobody : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
