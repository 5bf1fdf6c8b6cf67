using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating;
using Relevo.Gateway.Operating.Restarts;
using Relevo.Gateway.Operating.Standby;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;
using Relevo.Resilience.Health.History;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Scaling;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Tests.Api;

/// <summary>What operators reach, on real parts: only the steps of playbooks, the components and the channels are stand-ins.</summary>
internal sealed class DeskBed : IAsyncDisposable
{
    private static readonly string[] Steps =
    [
        DefaultPlaybooks.RestartComponent, DefaultPlaybooks.ScaleWorkers, DefaultPlaybooks.ActivateBackups, DefaultPlaybooks.ClearCacheProblems,
        DefaultPlaybooks.Snapshot, DefaultPlaybooks.Maintenance, DefaultPlaybooks.Notify, DefaultPlaybooks.Validate,
    ];

    private readonly SettingsHolder _settings;
    private readonly LoopKeeper _loops;
    private readonly HealthMonitor _monitor;
    private HealthLevel _level;

    public DeskBed(SettingsHolder settings, NumberPool pool, string folder)
    {
        _settings = settings;
        var (time, complaints) = (TimeProvider.System, new ComplaintBook());
        Records = new SqliteRecordStore(folder, time, NullLogger<SqliteRecordStore>.Instance);
        _loops = new LoopKeeper(complaints, time, NullLogger<LoopKeeper>.Instance);
        _monitor = new HealthMonitor(new HealthMonitorOptions(), complaints, time, NullLogger<HealthMonitor>.Instance);
        Desk = new OperatingDesk(
            new IncidentBook(() => settings.Current.Incidents, Records, (_, _) => IncidentImpact.Unknown, time, NullLogger<IncidentBook>.Instance),
            new PlaybookEngine(() => settings.Current.Playbooks, new PlaybookActions(Steps.Select(name => new StandInStep(name, () => Hold))), Records, _ => true, time, NullLogger<PlaybookEngine>.Instance),
            new Notifier(Setup([]), Records, time, NullLogger<Notifier>.Instance),
            new LevelHistory(Records, time, NullLogger<LevelHistory>.Instance),
            new WorkerScale(() => settings.Current.Scaling, time),
            new ComponentRestarts([new StandInPart("queue", fails: false), new StandInPart("cache", fails: true)], _loops, _monitor),
            new BackupSet(pool, Addresses, settings));
    }

    public OperatingDesk Desk { get; }

    public SqliteRecordStore Records { get; }

    public BackupSwitch Addresses { get; } = new();

    /// <summary>Every step of a playbook waits for this.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public async Task StartAsync()
    {
        await Desk.Incidents.StartAsync(CancellationToken.None);
        Desk.Playbooks.Start();
        _loops.Keep(new LoopPlan("notices", Desk.Notifier.RunAsync));
        _monitor.Watch([new StandInCheck("queue"), new StandInCheck("cache"), new StandInCheck("database")]);
    }

    /// <summary>The level changes; whatever is down is why.</summary>
    public void Enter(HealthLevel level, params string[] down)
    {
        var components = down.Select(name => new ComponentHealth(name, true, new ComponentState(false, 3, 0), "no answer", null, default, null));
        var change = new LevelChange(_level, level, new HealthSnapshot(level, TimeProvider.System.GetUtcNow(), default, default, [.. components], []));
        _level = level;
        Desk.Levels.Add(change);
        Desk.Incidents.Take(change);
    }

    /// <summary>Sets channels up.</summary>
    public void SetUp(params string[] channels) => Desk.Notifier.Use(Setup(channels));

    public async ValueTask DisposeAsync()
    {
        Hold = Task.CompletedTask;
        await Desk.Playbooks.DisposeAsync();
        await _loops.ReleaseAsync("notices");
        await Desk.Notifier.DisposeAsync();
        await Desk.Incidents.DisposeAsync();
        await Desk.Levels.DisposeAsync();
        await _monitor.DisposeAsync();
        await _loops.DisposeAsync();
        await Records.DisposeAsync();
    }

    private NotifierSetup Setup(IEnumerable<string> channels) =>
        new(_settings.Current.Notifications, _settings.Current.Contacts, [.. channels.Select(name => new StandInChannel(name))]);
}
