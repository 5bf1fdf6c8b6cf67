using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks;

namespace Relevo.Gateway.Operating;

/// <summary>Tells people of changes of the level, and of playbooks that could not help. What became of telling them stands in the incident. Safe from any thread.</summary>
internal sealed class LevelNotices(Notifier notifier, IncidentBook incidents, HealthMonitor monitor, SettingsHolder settings)
{
    private readonly Lock _gate = new();
    private readonly LevelNews _news = new(IncidentBook.Cause);

    /// <summary>The level that people are told: that in force once it has lasted.</summary>
    public HealthLevel Told => _news.Told;

    private Incident? Last => incidents.List(1) is [var last] ? last : null;

    /// <summary>Tells what is new of the level; to be called when it changes, and every second, because a level that lasts is news as well.</summary>
    public void Look()
    {
        lock (_gate)
        {
            // Read under the lock: changes that are noticed on two threads are told in their order.
            if (_news.Next(monitor.Snapshot, monitor.Uptime, TimeSpan.FromSeconds(settings.Current.Notifications.PatienceSeconds)) is { } notice)
            {
                notifier.Tell(notice.Kind == NoticeKind.Recovery ? Recovery(incidents.Open ?? Last) : Alarm(notice, incidents.Open));
            }
        }
    }

    /// <summary>An incident of an earlier process goes on: the time that it has lasted counts, else one that is restarted again and again calls nobody out.</summary>
    public void GoOn(Incident? open, DateTimeOffset utc)
    {
        if (open is not null)
        {
            lock (_gate)
            {
                _news.GoOn(open.LevelNow, Ago(open.DetectedUtc), Ago(open.EmergencyUtc ?? open.DetectedUtc), monitor.Uptime);
            }
        }

        TimeSpan Ago(DateTimeOffset since) => utc - since is { Ticks: > 0 } ago ? ago : TimeSpan.Zero; // the clock may have been set back
    }

    /// <summary>The level at which something is told now: what would call people out is told as of DEGRADED until the level in force does.</summary>
    /// <param name="wanted">The level of what is told.</param>
    /// <param name="inForce">The level that has to last.</param>
    public HealthLevel Patient(HealthLevel wanted, HealthLevel inForce)
    {
        var told = Told;
        return told >= inForce || wanted < HealthLevel.Critical ? wanted
            : told < HealthLevel.Degraded ? HealthLevel.Degraded
            : told < wanted ? told
            : wanted;
    }

    /// <summary>A playbook failed. Where another one follows, that one is the answer; where none does, people are.</summary>
    public void Tell(PlaybookEscalation escalation)
    {
        var next = escalation.To is { } to ? $"that of {LevelWords.Of(to)} runs now" : "people are needed";
        incidents.Add(TimelineKind.Playbook, $"The playbook of {LevelWords.Of(escalation.From)} did not help ({escalation.Reason}); {next}");
        if (escalation.To is null)
        {
            notifier.Tell(PeopleNeeded(escalation) with
            {
                Id = $"playbook-{escalation.RunId}-failed",
                Change = escalation.RunId,
                Incident = incidents.Open?.Id,
            });
        }
    }

    // Who took it knows of it: after a restart they, and all who were told before, hear of it again only when it is worse.
    private Notice Alarm(Notice notice, Incident? incident) =>
        incident is null ? notice
        : incident.AcknowledgedUtc is not null ? notice with { Incident = incident.Id, OnlyIfWorse = _news.IsFirstClimb }
        : notice.Level >= HealthLevel.Critical ? notice.ToTake(incident.Id)
        : notice with { Incident = incident.Id };

    private static Notice Recovery(Incident? incident) => incident is null
        ? Notice.Recovery(IncidentBook.Cause, "All is well again.")
        : Notice.Recovery(IncidentBook.Cause, $"All is well again after {LevelWords.Of(incident.Level)}: incident {incident.Id} is over.") with { Incident = incident.Id };

    // One that was run by hand fails whatever the level is; no recovery would ever end what is told of it.
    private Notice PeopleNeeded(PlaybookEscalation failed)
    {
        var text = $"The playbook of {LevelWords.Of(failed.From)} did not help, and none is left: {failed.Reason}";
        var inForce = monitor.Snapshot.Level;
        return inForce < HealthLevel.Degraded
            ? new Notice("playbook", HealthLevel.Emergency, text) { Kind = NoticeKind.ByHand }
            : new Notice(IncidentBook.Cause, Taken(Patient(HealthLevel.Emergency, inForce < failed.From ? inForce : failed.From)), text) { Kind = NoticeKind.Addition };
    }

    // Somebody is there already. That it is no better is news for them, and no reason to call anybody out, least of all once more after a restart.
    private HealthLevel Taken(HealthLevel level) =>
        incidents.Open?.AcknowledgedUtc is not null && level > HealthLevel.Degraded ? HealthLevel.Degraded : level;

    /// <summary>Somebody was told, or could not be: a line for each message, however many notices it stood for.</summary>
    public void Note(NoticeReport notice, DeliveryReport delivery)
    {
        var isOfIncident = notice.Incident is not null || notice.Cause == IncidentBook.Cause;
        if (!isOfIncident || delivery.With is not null || !notifier.ChannelsSetUp.Contains(delivery.Channel, StringComparer.Ordinal))
        {
            return; // a way that nobody set up, and what another message said too, is in the notice's own record
        }

        var isDelivered = delivery.State == DeliveryState.Taken;
        var said = isDelivered ? "told" : $"could not be told ({delivery.Why})";
        var whom = delivery.Recipient == delivery.Channel ? delivery.Channel : $"{delivery.Recipient} by {delivery.Channel}";
        incidents.AddNotification($"{whom}: {said}", isDelivered);
    }

    /// <summary>All is well after a start: whoever an earlier process alarmed learns it, also when the incident was lost with that.</summary>
    public void Confirm(HealthSnapshot snapshot)
    {
        if (snapshot.Level == HealthLevel.Healthy)
        {
            lock (_gate)
            {
                _news.Forget();
            }

            notifier.Tell(Recovery(Last));
        }
    }

    /// <summary>Somebody took an incident, or it is over: those who were alarmed need not hurry.</summary>
    public void Tell(IncidentChange change)
    {
        if (change is { Kind: IncidentChangeKind.Acknowledged, Incident: { State: IncidentState.Acknowledged } incident })
        {
            notifier.Tell(Notice.Acknowledged(IncidentBook.Cause, $"{incident.AcknowledgedBy} looks after incident {incident.Id}.") with { Incident = incident.Id });
        }
        else if (change is { Kind: IncidentChangeKind.Closed, Incident: var closed })
        {
            notifier.Tell(closed.RestoredUtc is not null ? Recovery(closed)
                : Notice.Closed(IncidentBook.Cause, $"{closed.ClosedBy} closed incident {closed.Id}.") with { Incident = closed.Id });
        }
    }
}
