using Microsoft.Extensions.DependencyInjection.Extensions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Operating.Actions;
using Relevo.Gateway.Operating.ByHand;
using Relevo.Gateway.Operating.Restarts;
using Relevo.Gateway.Operating.Standby;
using Relevo.Providers.Sending;
using Relevo.Resilience.Health;
using Relevo.Resilience.Health.History;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Records;
using Relevo.Resilience.Scaling;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Operating;

/// <summary>What the gateway does about itself, and whom it tells, is made of this.</summary>
internal static class OperatingParts
{
    /// <summary>Adds it. Before the health: what changes from its first look on is taken up.</summary>
    public static void AddOperating(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(parts => new SqliteRecordStore(settings.Gateway.DataDirectory, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<SqliteRecordStore>>()));
        services.AddSingleton<IRecordStore>(parts => parts.GetRequiredService<SqliteRecordStore>());
        services.AddSingleton<IHealthCheck, RecordsCheck>();
        services.AddSingleton<LevelHistory>();
        services.AddSingleton<LevelNotices>();
        services.AddSingleton<PlaybookNotices>();
        services.AddSingleton<BackupSwitch>();
        services.AddSingleton<BackupSet>();
        AddIncidents(services);
        AddNotifications(services);
        AddPlaybooks(services);
        AddRestarts(services);
        AddScaling(services);
        services.AddSingleton<OperatingDesk>();
        services.AddSingleton<HandMemory>();
        services.AddHostedService(parts => parts.GetRequiredService<HandMemory>());
        services.AddHostedService<OperatingService>();
    }

    private static void AddIncidents(IServiceCollection services)
    {
        services.AddSingleton<IncidentImpactReader>();
        services.AddSingleton(parts => new IncidentBook(
            () => Settings(parts).Incidents,
            parts.GetRequiredService<IRecordStore>(),
            parts.GetRequiredService<IncidentImpactReader>().Read,
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<IncidentBook>>()));
    }

    private static void AddNotifications(IServiceCollection services)
    {
        services.TryAddSingleton<ChannelHttp>();
        services.AddSingleton(parts => NotifierSetup.Create(
            Settings(parts).Notifications,
            Settings(parts).Contacts,
            Settings(parts).Escalation,
            parts.GetRequiredService<ChannelHttp>(),
            parts.GetRequiredService<TimeProvider>()));
        services.AddSingleton(parts => new Notifier(
            parts.GetRequiredService<NotifierSetup>(),
            parts.GetRequiredService<IRecordStore>(),
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<Notifier>>()));
        services.AddSingleton(parts => new EscalationDriver(
            EscalationLadders.Find(Settings(parts).Escalation),
            new CalledOutIncidents(parts.GetRequiredService<IncidentBook>(), parts.GetRequiredService<LevelNotices>()),
            parts.GetRequiredService<Notifier>(),
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<EscalationDriver>>()));
    }

    private static void AddPlaybooks(IServiceCollection services)
    {
        services.AddSingleton(parts => new PlaybookActions(ActionList.Of(parts, parts.GetRequiredService<TimeProvider>())));
        services.AddSingleton(parts => (MaintenanceAction)parts.GetRequiredService<PlaybookActions>().Find(MaintenanceAction.ActionName)!);
        services.AddSingleton(parts => new PlaybookEngine(
            () => Settings(parts).Playbooks,
            parts.GetRequiredService<PlaybookActions>(),
            parts.GetRequiredService<IRecordStore>(),
            level => parts.GetRequiredService<HealthMonitor>().Snapshot.Level < level,
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<PlaybookEngine>>()));
    }

    private static void AddRestarts(IServiceCollection services)
    {
        services.AddSingleton<IRestartable, CacheRestart>();
        services.AddSingleton<IRestartable, LaneRestart>();
        services.AddSingleton<IRestartable, PoolRestart>();
        services.AddSingleton<IRestartable, StoreRestart>();
        services.AddSingleton<IRestartable>(parts => new ConnectionRestart("provider-", parts.GetRequiredService<ProviderClient>().Renew));
        services.AddSingleton<IRestartable>(parts => new ConnectionRestart("application-", parts.GetRequiredService<DeliveryClient>().Renew));
        services.AddSingleton<ComponentRestarts>();
    }

    private static void AddScaling(IServiceCollection services)
    {
        services.AddSingleton(parts => new WorkerScale(() => Settings(parts).Scaling, parts.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WorkerReading>();
        services.AddSingleton<ScaleHook>();
        services.AddSingleton(parts => new Autoscaler(
            parts.GetRequiredService<WorkerScale>(),
            parts.GetRequiredService<WorkerReading>().Read,
            parts.GetRequiredService<ScaleHook>().AskAsync,
            () => Settings(parts).Scaling,
            parts.GetRequiredService<ComplaintBook>(),
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<Autoscaler>>()));
    }

    private static GatewaySettings Settings(IServiceProvider parts) => parts.GetRequiredService<SettingsHolder>().Current;
}
