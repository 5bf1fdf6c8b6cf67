using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Health.History;
using Relevo.Resilience.Tests.Records;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Health.History;

/// <summary>Changes of the level that outlive the process.</summary>
public sealed class LevelHistoryTests
{
    private readonly ManualTime _time = new();
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Add_Changes_AreListedTheNewestFirstAlsoByTheNextProcess()
    {
        await using (var history = NewHistory())
        {
            history.Add(Change(HealthLevel.Healthy, HealthLevel.Critical));
            _time.Advance(TimeSpan.FromSeconds(1));
            history.Add(Change(HealthLevel.Critical, HealthLevel.Healthy));
        }

        await using var next = NewHistory();
        var listed = await next.ListAsync(10, CancellationToken.None);
        Assert.Equal([(HealthLevel.Critical, HealthLevel.Healthy), (HealthLevel.Healthy, HealthLevel.Critical)], listed.Select(entry => (entry.From, entry.To)));
        Assert.Equal(["none", "store: not checked yet"], listed.Select(entry => entry.Reasons));
    }

    [Fact]
    public async Task Add_WhileTheStoreFails_IsSavedOnceWhenItWorksAgain()
    {
        _records.Fail();
        await using var history = NewHistory();
        history.Add(Change(HealthLevel.Healthy, HealthLevel.Critical));
        await Until.TrueAsync(() => _records.Puts > 2, "tries", () => _time.Advance(TimeSpan.FromSeconds(1)));
        _records.Mend();
        await Until.TrueAsync(() => _records.All.Count > 0, "the save", () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Single(await history.ListAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task Confirm_AllIsWellAfterAStartDuringTrouble_ListsTheRecoveryOnce()
    {
        await using (var history = NewHistory())
        {
            history.Add(Change(HealthLevel.Healthy, HealthLevel.Critical));
        }

        _time.Advance(TimeSpan.FromSeconds(9));
        await using (var next = NewHistory())
        {
            await next.ConfirmAsync(Well(), CancellationToken.None);
        }

        await using var third = NewHistory();
        await third.ConfirmAsync(Well(), CancellationToken.None);
        var listed = await third.ListAsync(10, CancellationToken.None);
        Assert.Equal([(HealthLevel.Critical, HealthLevel.Healthy), (HealthLevel.Healthy, HealthLevel.Critical)], listed.Select(entry => (entry.From, entry.To)));
    }

    [Fact]
    public async Task Confirm_StoreThatFails_IsNoTrouble()
    {
        _records.Fail();
        await using var history = NewHistory();
        await history.ConfirmAsync(Well(), CancellationToken.None);
    }

    private HealthSnapshot Well() => Change(HealthLevel.Critical, HealthLevel.Healthy).Snapshot;

    private LevelHistory NewHistory() => new(_records, _time, NullLogger<LevelHistory>.Instance);

    private LevelChange Change(HealthLevel from, HealthLevel to)
    {
        IReadOnlyList<ComponentHealth> components = to == HealthLevel.Healthy ? [] : [Components.Down("store")];
        var now = _time.GetUtcNow();
        return new LevelChange(from, to, new HealthSnapshot(to, now, now, TimeSpan.Zero, components, []));
    }
}
