using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Operating;
using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>One process: what makes a level, what becomes of it, and whom it reaches, all real but for clock and channels.</summary>
internal sealed class NoticeBed : IAsyncDisposable
{
    private const string Source = "queue";
    private readonly ComplaintBook _complaints = new();
    private readonly SettingsHolder _settings;
    private readonly LoopKeeper _loops = new(new ComplaintBook(), TimeProvider.System, NullLogger<LoopKeeper>.Instance);

    private NoticeBed(MemoryRecords records)
    {
        Records = records;
        _settings = new SettingsHolder(new GatewaySettings { Contacts = People(), Notifications = new() { Delivery = { CallSeconds = 120, StoreSeconds = 30 } } });
        var current = _settings.Current;
        Monitor = new HealthMonitor(new HealthMonitorOptions(), _complaints, Time, NullLogger<HealthMonitor>.Instance);
        Incidents = new IncidentBook(() => current.Incidents, records, (_, _) => IncidentImpact.Unknown, Time, NullLogger<IncidentBook>.Instance);
        Notifier = new Notifier(new NotifierSetup(current.Notifications, current.Contacts, [Slack, Email, Sms, PagerDuty]), records, Time, NullLogger<Notifier>.Instance, () => 0.5);
        Notices = new LevelNotices(Notifier, Incidents, Monitor, _settings);
        Playbook = new PlaybookNotices(Notifier, Incidents, Notices, Monitor, _settings);
        Escalation = new EscalationDriver(EscalationLadders.Find(current.Escalation), new CalledOutIncidents(Incidents, Notices), Notifier, Time, NullLogger<EscalationDriver>.Instance);
        Monitor.LevelChanged += Follow;
        Incidents.Changed += Follow;
        Notifier.Settled += Notices.Note;
    }

    public ManualTime Time { get; } = new();

    public MemoryRecords Records { get; }

    public HealthMonitor Monitor { get; }

    public IncidentBook Incidents { get; }

    public Notifier Notifier { get; }

    public LevelNotices Notices { get; }

    public PlaybookNotices Playbook { get; }

    public EscalationDriver Escalation { get; }

    public HeardChannel Slack { get; } = new("slack");

    public HeardChannel Email { get; } = new("email", "ana");

    public HeardChannel Sms { get; } = new("sms", "ana");

    public HeardChannel PagerDuty { get; } = new("pagerduty");

    /// <summary>What reached a person or a pager.</summary>
    public IReadOnlyList<ChannelMessage> CalledOut => [.. Email.Taken, .. Sms.Taken, .. PagerDuty.Taken];

    /// <summary>Starts it.</summary>
    /// <param name="records">What an earlier process left; null for nothing.</param>
    /// <param name="later">So many seconds after the first one's start.</param>
    public static async Task<NoticeBed> StartAsync(MemoryRecords? records = null, int later = 0)
    {
        var bed = new NoticeBed(records ?? new MemoryRecords());
        bed.Time.Advance(TimeSpan.FromSeconds(later));
        await bed.Incidents.StartAsync(CancellationToken.None);
        bed.Notices.GoOn(bed.Incidents.Open, bed.Time.GetUtcNow());
        bed._loops.Keep(new LoopPlan("notices", bed.Notifier.RunAsync));
        return bed;
    }

    /// <summary>Something is wrong from now on.</summary>
    public void Begin(HealthLevel level, string why = "it is stuck") => _complaints.Raise(new Complaint(Source, level, why));

    /// <summary>Nothing is wrong any more; the level is left after its quiet time.</summary>
    public void End() => _complaints.Withdraw(Source);

    /// <summary>So much time passes, with the looks of each second.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Look();
            Escalation.Look();
            await QuietAsync(); // before a deadline of the store or of a channel passes
        }
    }

    /// <summary>Everything that was handed in has been judged, and every delivery that can be made was made.</summary>
    public async Task QuietAsync()
    {
        var id = Notifier.Tell(new Notice("marker", HealthLevel.Healthy, "") { Kind = NoticeKind.ByHand })!;
        await Until.TrueAsync(() => Records.Holds("notice", id));
        await Until.TrueAsync(() => Notifier.Waiting.All(r => r.Deliveries.All(d => d.State != DeliveryState.Waiting || d.Attempts > 0)));
    }

    public async ValueTask DisposeAsync()
    {
        await _loops.ReleaseAsync("notices");
        await Notifier.DisposeAsync();
        await _loops.DisposeAsync();
        var disposing = Incidents.DisposeAsync().AsTask();
        await Until.TrueAsync(() => disposing.IsCompleted, between: () => Time.Advance(TimeSpan.FromSeconds(1)));
        await disposing;
        await Monitor.DisposeAsync();
    }

    private static ContactsOptions People() => new()
    {
        People =
        {
            ["ana"] = new PersonOptions { Name = "Ana", Roles = ["operations"], Phone = "+34600111222", Mail = "ana@example.com" },
            ["ben"] = new PersonOptions { Name = "Ben", Roles = ["technical-lead"], Phone = "+34600333444", Mail = "ben@example.com" },
            ["cy"] = new PersonOptions { Name = "Cy", Roles = ["management"], Phone = "+34600555666", Mail = "cy@example.com" },
        },
        OnCall = { ["2026-11-16"] = new OnCallOptions { Person = "ana", Deputy = "ben" } },
    };

    private void Follow(LevelChange change)
    {
        Incidents.Take(change);
        Look();
    }

    private void Follow(IncidentChange change)
    {
        Notices.Tell(change);
        Escalation.Look();
    }

    private void Look()
    {
        var before = Notices.Told;
        Notices.Look();
        if (Notices.Told > before)
        {
            Escalation.Look();
        }
    }
}
