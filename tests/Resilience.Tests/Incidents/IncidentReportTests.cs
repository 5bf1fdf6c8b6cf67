using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Incidents;

public sealed class IncidentReportTests : IAsyncLifetime
{
    private readonly IncidentBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Report_OfAWholeIncident_HoldsEverything()
    {
        _bed.Impact = (from, to) => new IncidentImpact(1234, (long)(to - from).TotalSeconds, 0, null, null);
        _bed.Enter(HealthLevel.Critical, "store");
        var id = _bed.Open.Id;
        Pass(3, () => _bed.Book.AddNotification("Slack took it.", isDelivered: true));
        Pass(60, () => _bed.Book.Mark(id, IncidentMark.Investigating, "ana", null));
        Pass(600, () => _bed.Book.Mark(id, IncidentMark.Cause, "ana", "a full disk | no alarm"));
        Pass(3600, () => _bed.Book.Mark(id, IncidentMark.Fixed, "ana", "deleted logs"));
        Pass(10, () => _bed.Enter(HealthLevel.Healthy));
        var expected = $$"""
            # Incident {{id}}: store: no answer

            |  |  |
            |---|---|
            | Date | 2026-11-21 |
            | Severity | high |
            | Level | CRITICAL |
            | State | closed by recovery |
            | Duration | 1 h 11 min 13 s |
            | Components | store |

            ## Times

            | What | When (UTC) | After detection |
            |---|---|---|
            | Detected | 2026-11-21 12:00:00 |  |
            | Notified | 2026-11-21 12:00:03 | 3 s |
            | Acknowledged | 2026-11-21 12:01:03 | 1 min 3 s |
            | Investigating | 2026-11-21 12:01:03 | 1 min 3 s |
            | Cause found | 2026-11-21 12:11:03 | 11 min 3 s |
            | Fixed | 2026-11-21 13:11:03 | 1 h 11 min 3 s |
            | Restored | 2026-11-21 13:11:13 | 1 h 11 min 13 s |
            | Closed | 2026-11-21 13:11:13 | 1 h 11 min 13 s |

            ## Root cause

            a full disk \| no alarm

            ## Resolution

            deleted logs

            ## Impact

            | What | How much |
            |---|---|
            | Customers affected | 1,234 |
            | Events affected | 4,273 |
            | Data lost | none |
            | Revenue lost | _to fill in_ |
            | Time to recovery (RTO) | 1 h 11 min 13 s: beyond the target, within the maximum (target 1 h, maximum 2 h) |
            | Span of lost data (RPO) | 0 s: within the target (target 1 h, maximum 2 h) |

            ## Timeline

            | When (UTC) | What |  | By |
            |---|---|---|---|
            | 2026-11-21 12:00:00 | level | The level changed from HEALTHY to CRITICAL: store: no answer |  |
            | 2026-11-21 12:00:03 | notification | Slack took it. |  |
            | 2026-11-21 12:01:03 | by hand | The cause is looked for | ana |
            | 2026-11-21 12:11:03 | by hand | The cause is found: a full disk \| no alarm | ana |
            | 2026-11-21 13:11:03 | by hand | It is fixed: deleted logs | ana |
            | 2026-11-21 13:11:13 | level | The level changed from CRITICAL to HEALTHY |  |

            ## Action items

            | Action | Owner | Due |
            |---|---|---|
            | _to fill in_ | _to fill in_ | _to fill in_ |

            ## What went well

            _to fill in_

            ## What to improve

            _to fill in_

            ## Prevention

            _to fill in_

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), await ReportAsync(id));
    }

    [Fact]
    public async Task Report_OfAnIncidentThatIsNotOver_LeavesFieldsToFillIn()
    {
        _bed.Enter(HealthLevel.Emergency, "store", "queue");
        _bed.Time.Advance(TimeSpan.FromMinutes(40));
        var report = await ReportAsync(_bed.Open.Id);
        Assert.Contains("| Duration | 40 min so far |", report, StringComparison.Ordinal);
        Assert.Contains("| Notified | _to fill in_ |  |", report, StringComparison.Ordinal);
        Assert.Contains("| Customers affected | _to fill in_ |", report, StringComparison.Ordinal);
        Assert.Contains("| Data lost | _to fill in_ |", report, StringComparison.Ordinal);
        Assert.Contains("| Time to recovery (RTO) | not restored after 40 min: beyond the maximum (target 15 min, maximum 30 min) |", report, StringComparison.Ordinal);
        Assert.Contains("| Span of lost data (RPO) | _to fill in_ (target 15 min, maximum 30 min) |", report, StringComparison.Ordinal);
        Assert.Contains("## Root cause\n\n_to fill in_\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithLosses_MeasuresThem()
    {
        _bed.Impact = (_, _) => new IncidentImpact(null, null, 7, TimeSpan.FromMinutes(20), "1,000 EUR");
        _bed.Enter(HealthLevel.Emergency, "store", "queue");
        var report = await ReportAsync(_bed.Open.Id);
        Assert.Contains("| Data lost | 7 events |", report, StringComparison.Ordinal);
        Assert.Contains("| Revenue lost | 1,000 EUR |", report, StringComparison.Ordinal);
        Assert.Contains("| Span of lost data (RPO) | 20 min: beyond the target, within the maximum (target 15 min, maximum 30 min) |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WhenTheImpactCannotBeMeasured_LeavesItToFillIn()
    {
        _bed.Impact = (_, _) => throw new InvalidOperationException();
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.Contains("| Events affected | _to fill in_ |", await ReportAsync(_bed.Open.Id), StringComparison.Ordinal);
        Assert.Contains(9306, _bed.Log.Ids);
    }

    [Fact]
    public async Task Report_WhenOnlyDeadLettersAreCounted_SaysSoAndPrintsNoZeroForTheRest()
    {
        _bed.Impact = (_, _) => new IncidentImpact(EventsLost: 0) { EventsParked = 0, CustomersOfParked = 0 };
        _bed.Enter(HealthLevel.Critical, "queue");
        var report = await ReportAsync(_bed.Open.Id);
        Assert.Contains("| Customers affected | _to fill in_ (counted: 0 in the dead letters; what was delayed or refused is not counted) |", report, StringComparison.Ordinal);
        Assert.Contains("| Events affected | _to fill in_ (counted: 0 in the dead letters; what was delayed or refused is not counted) |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WhenTheImpactHangs_ComesAllTheSame()
    {
        using var release = new ManualResetEventSlim();
        _bed.Impact = (_, _) =>
        {
            release.Wait(CancellationToken.None);
            return IncidentImpact.Unknown;
        };
        _bed.Enter(HealthLevel.Critical, "store");
        var writing = ReportAsync(_bed.Open.Id);
        await Until.TrueAsync(() => writing.IsCompleted, "the report", () => _bed.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Contains("_to fill in_", await writing, StringComparison.Ordinal);
        release.Set();
    }

    [Fact]
    public async Task Report_OfTextsThatLookLikeMarkdown_ShowsThemAsTheyAre()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        _bed.Book.Mark(_bed.Open.Id, IncidentMark.Cause, "ana", "# <script>|x|</script>\n| a |");
        var report = await ReportAsync(_bed.Open.Id);
        Assert.Contains(@"\# \<script\>\|x\|\</script\> \| a \|" + "\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", report.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAnUnknownIncident_IsNone() => Assert.Null(await _bed.Book.ReportAsync("20200101", CancellationToken.None));

    private void Pass(double seconds, Action then)
    {
        _bed.Time.Advance(TimeSpan.FromSeconds(seconds));
        then();
    }

    private async Task<string> ReportAsync(string id) => await _bed.Book.ReportAsync(id, CancellationToken.None) ?? throw new InvalidOperationException("No report.");
}
