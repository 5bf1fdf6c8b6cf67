using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Records;
using Relevo.Tests.Shared;
using Record = Relevo.Resilience.Records.Record; // xunit has one too

namespace Relevo.Resilience.Tests.Incidents;

/// <summary>What of incidents outlives the process, and what happens when the store does not obey.</summary>
public sealed class IncidentMemoryTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IncidentBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Incident_OfAKilledProcess_GoesOn()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        _bed.Book.Acknowledge(_bed.Open.Id, "ana");
        await using var next = await _bed.KillAsync();
        await next.Book.StartAsync(CancellationToken.None);
        Assert.Equal((_bed.Open.Id, IncidentState.Acknowledged, "ana"), (next.Open.Id, next.Open.State, next.Open.AcknowledgedBy));
        Assert.Equal("The gateway was started again", next.Open.Timeline[^1].Text);
        next.Enter(HealthLevel.Critical, "store");
        Assert.Empty(next.Changes); // the same again is no news
        next.Enter(HealthLevel.Emergency, "store", "queue");
        Assert.Equal((_bed.Open.Id, HealthLevel.Emergency), (next.Open.Id, next.Open.Level));
        Assert.Equal([IncidentChangeKind.Raised], next.Changes);
    }

    [Fact]
    public async Task Incident_OfAKilledProcess_IsOverWhenAllIsWellAfterTheStart()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        await using var next = await _bed.KillAsync();
        await next.Book.StartAsync(CancellationToken.None);
        next.Book.Confirm(IncidentBed.Snapshot(HealthLevel.Degraded, "console"));
        Assert.NotNull(next.Book.Open);
        next.Book.Confirm(IncidentBed.Snapshot(HealthLevel.Healthy));
        Assert.Equal((IncidentState.Closed, "recovery", "All is well"), (next.Last.State, next.Last.ClosedBy, next.Last.Timeline[^1].Text));
        Assert.Equal([IncidentChangeKind.Closed], next.Changes);
    }

    [Fact]
    public async Task EveryField_OutlivesTheProcess()
    {
        _bed.Enter(HealthLevel.Emergency, "store", "queue");
        _bed.Book.AddNotification("Slack took it.", isDelivered: true);
        _bed.Book.Mark(_bed.Open.Id, IncidentMark.Investigating, "ana", "where?");
        _bed.Book.Mark(_bed.Open.Id, IncidentMark.Cause, "ana", "a \"full\" disk <ü>");
        _bed.Book.Mark(_bed.Open.Id, IncidentMark.Fixed, "ana", "deleted logs");
        ((IIncidentBook)_bed.Book).Told(_bed.Open.Id, new RungTold("on-call", _bed.Time.GetUtcNow()));
        _bed.Enter(HealthLevel.Healthy);
        await using var next = await _bed.KillAsync();
        await next.Book.StartAsync(CancellationToken.None);
        var (saved, read) = (_bed.Last, next.Last);
        Assert.Equal(saved.Timeline, read.Timeline);
        Assert.Equal(saved.Components, read.Components);
        Assert.Equal(saved.Told, read.Told);
        Assert.Equal(saved with { Timeline = [], Components = [], Told = [] }, read with { Timeline = [], Components = [], Told = [] });
    }

    [Fact]
    public async Task Start_WhileTheStoreFails_EndsAndReadsLater()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        await using var next = await _bed.KillAsync();
        next.Records.Fail();
        var starting = next.Book.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => starting.IsCompleted, "the start", () => next.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Null(next.Book.Open);
        next.Records.Mend();
        await Until.TrueAsync(() => next.Book.Open is not null, "the reading", () => next.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(_bed.Open.Id, next.Open.Id);
        Assert.Contains(9285, next.Log.Ids);
    }

    [Fact]
    public async Task Incident_ThatIsOpenedBeforeTheOldOnesAreRead_IsTheOneThatGoesOn()
    {
        _bed.Enter(HealthLevel.Critical, "store");
        await using var next = await _bed.KillAsync();
        next.Enter(HealthLevel.Emergency, "store", "queue");
        await next.Book.StartAsync(CancellationToken.None);
        var old = next.Book.Find(_bed.Open.Id)!;
        Assert.Equal((IncidentState.Closed, "restart"), (old.State, old.ClosedBy));
        Assert.Equal($"The gateway was started again; this goes on as incident {next.Open.Id}", old.Timeline[^1].Text);
        Assert.Equal(2, next.Book.List(10).Count);
    }

    [Fact]
    public async Task Start_OverDocumentsThatNobodyUnderstands_LeavesThemOut()
    {
        var at = _bed.Time.GetUtcNow();
        foreach (var json in new[] { "", "null", "[]", "{}", "{\"id\":\"x\"", "{\"id\":\"x\",\"title\":null}" })
        {
            await _bed.Records.PutAsync(new Record("incident", $"{json.Length}", at, json), CancellationToken.None);
        }

        await _bed.Book.StartAsync(CancellationToken.None);
        Assert.Empty(_bed.Book.List(10));
        Assert.Contains(9286, _bed.Log.Ids);
    }

    [Fact]
    public async Task Store_ThatBlocks_MakesNobodyWait()
    {
        using var release = new ManualResetEventSlim();
        _bed.Records.Before = () =>
        {
            release.Wait(Patience);
            return Task.CompletedTask;
        };
        _bed.Enter(HealthLevel.Critical, "store");
        for (var i = 0; i < 1000; i++)
        {
            _bed.Book.Add(TimelineKind.Playbook, $"Step {i}.");
        }

        Assert.False(release.IsSet);
        _bed.Records.Mend();
        release.Set();
        await _bed.FlushAsync();
        Assert.Contains("Step 999.", Assert.Single(_bed.Records.All).Json, StringComparison.Ordinal);
    }
}
