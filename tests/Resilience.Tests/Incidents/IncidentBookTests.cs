using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;

namespace Relevo.Resilience.Tests.Incidents;

/// <summary>How incidents come, go on and go.</summary>
public sealed class IncidentBookTests : IAsyncLifetime
{
    private readonly IncidentBed _bed = new();

    private IncidentBook Book => _bed.Book;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData(HealthLevel.Degraded, Severity.Medium)]
    [InlineData(HealthLevel.Critical, Severity.High)]
    [InlineData(HealthLevel.Emergency, Severity.Critical)]
    public void Take_OfAWorseLevel_OpensAnIncident(HealthLevel level, Severity severity)
    {
        _bed.Enter(level, "store");
        var incident = _bed.Open;
        Assert.Equal((level, level, severity, IncidentState.Open), (incident.Level, incident.LevelNow, incident.Severity, incident.State));
        Assert.Equal(("store: no answer", _bed.Time.GetUtcNow()), (incident.Title, incident.DetectedUtc));
        Assert.Equal(["store"], incident.Components);
        Assert.Equal((TimelineKind.Level, $"The level changed from HEALTHY to {level.ToString().ToUpperInvariant()}: store: no answer"), (incident.Timeline[0].Kind, incident.Timeline[0].Text));
    }

    [Fact]
    public void Take_WorseLevel_TakesItsReasonAsTheTitle()
    {
        _bed.Enter(HealthLevel.Degraded, "provider");
        _bed.Enter(HealthLevel.Critical, "queue");
        Assert.Equal("queue: no answer", _bed.Open.Title);
        _bed.Enter(HealthLevel.Degraded, "provider");
        Assert.Equal("queue: no answer", _bed.Open.Title);
    }

    [Fact]
    public void Take_OfFurtherChanges_RaisesAndEasesTheOpenOne()
    {
        _bed.Enter(HealthLevel.Degraded, "console");
        var id = _bed.Open.Id;
        _bed.Enter(HealthLevel.Emergency, "store", "queue");
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.Equal((id, HealthLevel.Emergency, HealthLevel.Critical, Severity.Critical), (_bed.Open.Id, _bed.Open.Level, _bed.Open.LevelNow, _bed.Open.Severity));
        Assert.Equal(["console", "store", "queue"], _bed.Open.Components);
        Assert.Equal(3, _bed.Open.Timeline.Count);
        Assert.Equal([IncidentChangeKind.Opened, IncidentChangeKind.Raised, IncidentChangeKind.Eased], _bed.Changes);
    }

    [Fact]
    public void Take_OfRecovery_ClosesIt()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        _bed.Time.Advance(TimeSpan.FromMinutes(12));
        _bed.Enter(HealthLevel.Healthy);
        Assert.Null(Book.Open);
        var now = _bed.Time.GetUtcNow();
        Assert.Equal((IncidentState.Closed, "recovery", now, now), (_bed.Last.State, _bed.Last.ClosedBy, _bed.Last.RestoredUtc, _bed.Last.ClosedUtc));
        Assert.Equal("The level changed from CRITICAL to HEALTHY", _bed.Last.Timeline[^1].Text);
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.Equal(2, Book.List(10).Count);
    }

    [Fact]
    public void Take_OfAChangeThatWasOvertaken_IsLeftOut()
    {
        var (earlier, later) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _bed.Enter(HealthLevel.Critical, "store");
        Book.Take(new LevelChange(HealthLevel.Healthy, HealthLevel.Critical, IncidentBed.Snapshot(HealthLevel.Critical, "store") with { Uptime = later }));
        Book.Take(new LevelChange(HealthLevel.Critical, HealthLevel.Healthy, IncidentBed.Snapshot(HealthLevel.Healthy) with { Uptime = earlier }));
        Assert.Equal(HealthLevel.Critical, _bed.Open.LevelNow);
    }

    [Fact]
    public void Close_ByHand_HoldsUntilItGetsWorseAndLearnsWhenAllIsWell()
    {
        _bed.Enter(HealthLevel.Emergency, "store", "queue");
        var first = _bed.Open.Id;
        Assert.Equal(IncidentAnswer.Done, Book.Close(first, "ana", "known"));
        Assert.Equal(IncidentAnswer.NothingToDo, Book.Close(first, "ana"));
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.Null(Book.Open);
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        _bed.Enter(HealthLevel.Healthy);
        Assert.Equal((_bed.Time.GetUtcNow(), "ana"), (Book.Find(first)!.RestoredUtc, Book.Find(first)!.ClosedBy));
        Assert.Single(Book.List(10));
    }

    [Fact]
    public void Acknowledge_IsNotedOnce()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        _bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(IncidentAnswer.Done, Book.Acknowledge(_bed.Open.Id, "ana", "on it"));
        Assert.Equal(IncidentAnswer.NothingToDo, Book.Acknowledge(_bed.Open.Id, "ben"));
        Assert.Equal((IncidentState.Acknowledged, "ana", _bed.Time.GetUtcNow()), (_bed.Open.State, _bed.Open.AcknowledgedBy, _bed.Open.AcknowledgedUtc));
        Assert.Equal(new TimelineEntry(_bed.Time.GetUtcNow(), TimelineKind.Hand, "Acknowledged: on it", "ana"), _bed.Open.Timeline[^1]);
        _bed.Enter(HealthLevel.Healthy);
        Assert.Equal(IncidentAnswer.Closed, Book.Acknowledge(_bed.Last.Id, "ben"));
        Assert.Equal(IncidentAnswer.NotFound, Book.Acknowledge("19700101", "ben"));
    }

    [Fact]
    public void Mark_KeepsTheFirstTimeAndTheNewestNote()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        var id = _bed.Open.Id;
        var times = new List<DateTimeOffset>();
        foreach (var (mark, note) in new (IncidentMark, string?)[] { (IncidentMark.Investigating, null), (IncidentMark.Cause, "a full disk"), (IncidentMark.Fixed, "deleted logs") })
        {
            _bed.Time.Advance(TimeSpan.FromMinutes(1));
            times.Add(_bed.Time.GetUtcNow());
            Assert.Equal(IncidentAnswer.Done, Book.Mark(id, mark, "ana", note));
        }

        _bed.Enter(HealthLevel.Healthy);
        _bed.Time.Advance(TimeSpan.FromDays(1));
        Book.Mark(id, IncidentMark.Cause, "ben", "log rotation was off"); // found out later
        var incident = _bed.Last;
        Assert.Equal((times[0], times[1], times[2]), (incident.InvestigatingUtc, incident.CauseUtc, incident.FixedUtc));
        Assert.Equal(("log rotation was off", "deleted logs", "ana"), (incident.Cause, incident.Resolution, incident.AcknowledgedBy));
        Assert.Equal(IncidentState.Closed, incident.State);
    }

    [Fact]
    public void Add_GoesToTheOpenOneOrTheOneJustClosed()
    {
        Assert.False(Book.Add(TimelineKind.Playbook, "Step one."));
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.True(Book.Add(TimelineKind.Playbook, "Step one."));
        _bed.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(Book.AddNotification("Slack took it.", isDelivered: true));
        var notified = _bed.Time.GetUtcNow();
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Book.AddNotification("SMS failed.", isDelivered: false));
        Assert.True(Book.AddNotification("The mail server took it.", isDelivered: true));
        _bed.Enter(HealthLevel.Healthy);
        _bed.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(Book.Add(TimelineKind.Playbook, "The run ended."));
        _bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(Book.Add(TimelineKind.Playbook, "Too late."));
        Assert.Equal(notified, _bed.Last.NotifiedUtc);
        Assert.Equal(["Step one.", "Slack took it.", "SMS failed.", "The mail server took it."], _bed.Last.Timeline.Skip(1).Take(4).Select(entry => entry.Text));
        Assert.Equal("The run ended.", _bed.Last.Timeline[^1].Text);
    }

    [Fact]
    public void Timeline_OfALongIncident_KeepsItsBeginAndItsEnd()
    {
        _bed.Options.TimelineEntries = 50;
        _bed.Enter(HealthLevel.Critical, "store");
        for (var i = 0; i < 1000; i++)
        {
            Book.Add(TimelineKind.Playbook, $"Step {i}.");
        }

        var timeline = _bed.Open.Timeline;
        Assert.Equal((50, 951), (timeline.Count, _bed.Open.TimelineDropped));
        Assert.Equal(("Step 8.", "Step 999."), (timeline[9].Text, timeline[^1].Text));
    }

    [Fact]
    public void History_IsBounded()
    {
        _bed.Options.Kept = 10;
        for (var i = 0; i < 30; i++)
        {
            _bed.Time.Advance(TimeSpan.FromMinutes(1));
            _bed.Enter(HealthLevel.Critical, $"store{i}");
            _bed.Enter(HealthLevel.Healthy);
        }

        Assert.Equal(Enumerable.Range(20, 10).Reverse().Select(i => $"store{i}: no answer"), Book.List(100).Select(incident => incident.Title));
        Assert.Equal(3, Book.List(3).Count);
    }

    [Fact]
    public void Find_ByTheBeginOfAnId_FindsTheOnlyOne()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        _bed.Enter(HealthLevel.Healthy);
        _bed.Time.Advance(TimeSpan.FromDays(1));
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.Equal(_bed.Open, Book.Find(_bed.Open.Id[..8]));
        Assert.Null(Book.Find("2026"));
        Assert.Null(Book.Find(""));
    }

    [Fact]
    public void Told_FromManyThreads_LosesNothing()
    {
        _bed.Options.TimelineEntries = 1000;
        _bed.Enter(HealthLevel.Critical, "store");
        Parallel.For(0, 500, i => Book.Add(TimelineKind.Playbook, $"Step {i}."));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"Step {i}.").Order(StringComparer.Ordinal), _bed.Open.Timeline.Skip(1).Select(entry => entry.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Changed_WithAListenerThatThrows_DoesNotReachWhoTells()
    {
        Book.Changed += _ => throw new InvalidOperationException();
        _bed.Enter(HealthLevel.Critical, "store");
        Assert.NotNull(Book.Open);
        Assert.Contains(9305, _bed.Log.Ids);
    }

    [Fact]
    public void Notes_OfAnyLengthAndKind_AreKeptBoundedOnOneLine()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        Book.Mark(_bed.Open.Id, IncidentMark.Cause, new string('y', 1000), new string('x', 100_000) + "\n\0");
        Assert.Equal((4000, 80), (_bed.Open.Cause!.Length, _bed.Open.AcknowledgedBy!.Length));
        Assert.Equal(500, _bed.Open.Timeline[^1].Text.Length);
    }

    [Fact]
    public void Rules_FindATargetAboveItsMaximum()
    {
        Assert.Empty(IncidentRules.Check(new IncidentOptions()));
        _bed.Options.High.RtoTargetMinutes = 121;
        Assert.Equal(["Incidents:High:RtoTargetMinutes: must not be above RtoMaximumMinutes: 121 is more than 120"], IncidentRules.Check(_bed.Options).Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData(Severity.Critical, 15, 30)]
    [InlineData(Severity.High, 60, 120)]
    [InlineData(Severity.Medium, 240, 480)]
    [InlineData(Severity.Low, 1440, 2880)]
    public void Objectives_AreThoseOfTheIssue(Severity severity, double target, double maximum)
    {
        var objectives = new IncidentOptions().Objectives(severity);
        Assert.Equal((target, maximum, target, maximum), (objectives.RtoTargetMinutes, objectives.RtoMaximumMinutes, objectives.RpoTargetMinutes, objectives.RpoMaximumMinutes));
    }
}
