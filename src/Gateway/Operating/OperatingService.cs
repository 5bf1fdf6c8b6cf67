using Relevo.Gateway.Configuration;
using Relevo.Gateway.Operating.Actions;
using Relevo.QueueProcessor.Lanes;
using Relevo.Resilience.Health;
using Relevo.Resilience.Health.History;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating;

/// <summary>
/// Ties together what happens when the level changes: it is kept, an incident is opened or moved, the playbook runs, people
/// are told. Each of them takes its news at once and works on a loop of its own, so none waits for another.
/// </summary>
internal sealed class OperatingService(
    HealthMonitor monitor,
    LevelHistory history,
    IncidentBook incidents,
    PlaybookEngine playbooks,
    Notifier notifier,
    EscalationDriver escalation,
    LevelNotices notices,
    MaintenanceAction maintenance,
    Autoscaler autoscaler,
    WorkerScale scale,
    LaneQueues queues,
    ChannelHttp http,
    SettingsHolder settings,
    LoopKeeper loops,
    TimeProvider time) : IHostedService
{
    private const string Scaling = "autoscaling";
    private const string Watch = "level watch";
    private const string Playbooks = "playbooks";
    private const string Notices = "notices";
    private const string Ladder = "escalation";
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private bool _isJudged; // whether all was well after the start

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await incidents.StartAsync(cancellationToken);
        notices.GoOn(incidents.Open, time.GetUtcNow());
        Subscribe();
        playbooks.Start();
        loops.Keep(new LoopPlan(Notices, notifier.RunAsync));
        loops.Keep(new LoopPlan(Playbooks, Supervision.Of(() => playbooks.IsOverdue, playbooks.Restart)));
        loops.Keep(new LoopPlan(Scaling, autoscaler.RunAsync));
        loops.Keep(new LoopPlan(Watch, WatchAsync));
        loops.Keep(new LoopPlan(Ladder, (beat, stopping) => escalation.RunAsync(() => TimeSpan.FromSeconds(settings.Current.Escalation.LookSeconds), beat, stopping)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Unsubscribe();
        await loops.ReleaseAsync(Ladder);
        await loops.ReleaseAsync(Watch);
        await loops.ReleaseAsync(Scaling);
        await loops.ReleaseAsync(Playbooks);
        await playbooks.DisposeAsync();
        await loops.ReleaseAsync(Notices);
        await notifier.StopAsync(LastWords);
        await incidents.DisposeAsync();
        await history.DisposeAsync();
    }

    private void Subscribe()
    {
        monitor.LevelChanged += Follow;
        playbooks.News += Note;
        playbooks.Escalated += notices.Tell;
        incidents.Changed += Follow;
        notifier.Settled += notices.Note;
        scale.Changed += Wake;
        settings.Changed += Follow;
    }

    private void Unsubscribe()
    {
        monitor.LevelChanged -= Follow;
        playbooks.News -= Note;
        playbooks.Escalated -= notices.Tell;
        incidents.Changed -= Follow;
        notifier.Settled -= notices.Note;
        scale.Changed -= Wake;
        settings.Changed -= Follow;
    }

    private void Follow(LevelChange change)
    {
        history.Add(change);
        incidents.Take(change);
        LookAtNews();
        maintenance.Follow(change, playbooks.Current);
        autoscaler.Follow(change);
        if (PlaybookTrigger.Of(change) is { } trigger)
        {
            playbooks.Trigger(trigger);
        }
    }

    private void Follow(IncidentChange change)
    {
        notices.Tell(change);
        escalation.Look();
    }

    private void Follow(GatewaySettings changed)
    {
        notifier.Use(NotifierSetup.Create(changed.Notifications, changed.Contacts, changed.Escalation, http, time));
        escalation.Use(EscalationLadders.Find(changed.Escalation));
    }

    // A level that people are called out for from now on also begins the ladder of its incident.
    private void LookAtNews()
    {
        var before = notices.Told;
        notices.Look();
        if (notices.Told > before)
        {
            escalation.Look();
        }
    }

    private void Note(PlaybookNews news)
    {
        maintenance.Follow(news.Run);
        incidents.Add(TimelineKind.Playbook, news.Describe());
    }

    private void Wake()
    {
        foreach (var queue in queues.All)
        {
            queue.Wake();
        }
    }

    // Tells of a level that lasts, and tells the incidents of an earlier run when all is well.
    private async Task WatchAsync(LoopBeat beat, CancellationToken stopping)
    {
        var health = settings.Current.Health;
        var calm = new FirstCalm(health.UpAfter, TimeSpan.FromSeconds(health.QuietSeconds));
        while (true)
        {
            beat.Tell();
            LookAtNews();
            var snapshot = monitor.Snapshot;
            if (!_isJudged && calm.Next(snapshot, monitor.Uptime) is { } isWell)
            {
                _isJudged = true;
                await (isWell ? ConfirmAsync(snapshot, beat, stopping) : Task.CompletedTask);
            }

            await Task.Delay(WatchInterval, time, stopping);
        }
    }

    // What an earlier process left open is over.
    private Task ConfirmAsync(HealthSnapshot snapshot, LoopBeat beat, CancellationToken stopping)
    {
        incidents.Confirm(snapshot);
        notices.Confirm(snapshot);
        return beat.WhileAsync(history.ConfirmAsync(snapshot, stopping));
    }
}
