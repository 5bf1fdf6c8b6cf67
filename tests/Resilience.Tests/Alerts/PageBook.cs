using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Causes;
using Relevo.Resilience.Notifications.Maintenance;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What the notifier would tell, without its channels: its book of causes and its calendar, with an hour of planned work a day.</summary>
internal sealed class PageBook(int day, TimeSpan patience)
{
    private static readonly Listener[] Everybody = [new("slack", "slack"), new("email", "ana"), new("pagerduty", "pagerduty")];

    private readonly LevelNews _news = new("level");
    private readonly CauseBook _causes = new();
    private readonly List<Page> _pages = [];
    private readonly MaintenanceCalendar _calendar = new(new Dictionary<string, MaintenanceOptions>(StringComparer.Ordinal)
    {
        ["planned"] = new() { From = "14:00", Minutes = 60 }, // the clock of the replay begins at 12:00
    });

    public IReadOnlyList<Page> Pages => _pages;

    public int Told { get; private set; }

    public double? FirstTold { get; private set; }

    /// <summary>Takes what is known at this second of the day.</summary>
    public void Look(HealthMonitor monitor, TimeProvider time, double second)
    {
        var now = monitor.Uptime;
        string? Quiet(HealthLevel level) => _calendar.QuietBy(time.GetUtcNow(), level);
        if (_news.Next(monitor.Snapshot, now, patience) is { } notice && _causes.Judge(notice, now, Quiet) is { } verdict)
        {
            Take(verdict, second);
        }

        foreach (var due in _causes.Due(now, Quiet))
        {
            Take(due, second);
        }
    }

    private void Take(Verdict verdict, double second)
    {
        if (verdict.Quiet is not null)
        {
            return;
        }

        Told++;
        FirstTold ??= second;
        if (verdict.Notice.Kind == NoticeKind.Recovery)
        {
            return;
        }

        _causes.Heard(verdict.Notice.Cause, Everybody);
        if (verdict.Level >= HealthLevel.Critical)
        {
            _pages.Add(new Page(day, second, verdict.Level, verdict.Notice.Summary));
        }
    }
}
