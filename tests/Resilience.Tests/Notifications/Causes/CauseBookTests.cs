using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Causes;

namespace Relevo.Resilience.Tests.Notifications.Causes;

public sealed class CauseBookTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly Listener[] Everybody = [new("slack", "slack"), new("pagerduty", "pagerduty")];

    private readonly CauseBook _book = new();
    private TimeSpan _now = TimeSpan.FromHours(1);
    private string? _window;

    [Fact]
    public void Judge_CauseThatComesAndGoes_BecomesOneSummaryAndOneMoreWhenItSettles()
    {
        var told = new List<Verdict>();
        for (var i = 0; i < 500; i++)
        {
            _now += TimeSpan.FromSeconds(5);
            told.AddRange(Take(Alarm(HealthLevel.Critical)));
            _now += TimeSpan.FromSeconds(5);
            told.AddRange(Take(Notice.Recovery("queue", "well")));
            told.AddRange(_book.Due(_now, _ => null));
        }

        Assert.Equal(6, told.Count); // four one by one, then the summary, and that it is over for those who were called out by it
        Assert.Contains("Comes and goes: 5 changes", told[4].Notice.Summary, StringComparison.Ordinal);
        Assert.Equal((NoticeKind.Alarm, HealthLevel.Critical), (told[4].Notice.Kind, told[4].Level));
        Assert.Equal((NoticeKind.Recovery, null), (told[5].Notice.Kind, told[5].Quiet));
        Assert.Equal(Everybody, told[5].Listeners);

        _now += Window - TimeSpan.FromTicks(1);
        Assert.Empty(_book.Due(_now, _ => null));
        Assert.Equal(_now + TimeSpan.FromTicks(1), _book.NextDue());
        _now += TimeSpan.FromTicks(1);
        var settled = Assert.Single(_book.Due(_now, _ => null));
        Assert.Equal("nobody was told that it was wrong", settled.Quiet);
        Assert.Contains("after 1000 changes", settled.Notice.Summary, StringComparison.Ordinal);
        Assert.Null(_book.NextDue());
    }

    [Fact]
    public void Judge_WorseAndBetterStepByStep_IsNotComingAndGoing()
    {
        HealthLevel[] steps = [HealthLevel.Degraded, HealthLevel.Critical, HealthLevel.Emergency, HealthLevel.Critical, HealthLevel.Degraded];
        var told = steps.SelectMany(level => Take(Alarm(level))).ToList();
        told.AddRange(Take(Notice.Recovery("queue", "well")));
        Assert.Equal(6, told.Count);
        Assert.DoesNotContain(told, verdict => verdict.Notice.Summary.Contains("Comes and goes", StringComparison.Ordinal));
    }

    [Fact]
    public void Judge_WorseThanWasTold_IsToldAlsoWhileItComesAndGoes()
    {
        Flap(HealthLevel.Degraded);
        Assert.Empty(Take(Alarm(HealthLevel.Degraded)));
        Assert.Equal(HealthLevel.Emergency, Assert.Single(Take(Alarm(HealthLevel.Emergency))).Level);
        Assert.Empty(Take(Alarm(HealthLevel.Critical)));
    }

    [Fact]
    public void Judge_RecoveryOfWhatCalledPeopleOut_IsToldAtOnceAlsoWhileItComesAndGoes()
    {
        Flap(HealthLevel.Degraded);
        Assert.Single(Take(Alarm(HealthLevel.Critical)));
        Assert.Equal(Everybody, Assert.Single(Take(Notice.Recovery("queue", "well"))).Listeners);
        Assert.Empty(Take(Alarm(HealthLevel.Critical)));
        Assert.Empty(Take(Notice.Recovery("queue", "well")));
    }

    [Fact]
    public void Due_SettledWhileItStands_SaysWhereItStands()
    {
        Flap(HealthLevel.Degraded);
        Take(Alarm(HealthLevel.Degraded));
        _now += Window;
        var settled = Assert.Single(_book.Due(_now, _ => null));
        Assert.Equal((NoticeKind.Alarm, HealthLevel.Degraded), (settled.Notice.Kind, settled.Level));
        Assert.Contains("Has settled at DEGRADED", settled.Notice.Summary, StringComparison.Ordinal);
        Assert.Equal(NoticeKind.Recovery, Assert.Single(Take(Notice.Recovery("queue", "well"))).Notice.Kind);
    }

    [Fact]
    public void Judge_SlowChanges_AreToldOneByOne()
    {
        for (var i = 0; i < 20; i++)
        {
            _now += TimeSpan.FromMinutes(5);
            Assert.Single(Take(i % 2 == 0 ? Alarm(HealthLevel.Degraded) : Notice.Recovery("queue", "well")));
        }
    }

    [Fact]
    public void Judge_AnotherChangeAtTheSameLevel_IsTold()
    {
        Assert.Single(Take(Alarm(HealthLevel.Critical) with { Change = "queue" }));
        Assert.Empty(Take(Alarm(HealthLevel.Critical) with { Change = "queue" }));
        Assert.Single(Take(Alarm(HealthLevel.Critical) with { Change = "queue, cache" }));
    }

    [Fact]
    public void Judge_DuringPlannedWork_IsRecordedAndToldAtItsEndWhenItStillStands()
    {
        _window = "weekly";
        Assert.Equal("planned work (weekly)", Assert.Single(Take(Alarm(HealthLevel.Critical))).Quiet);
        Assert.Empty(_book.Due(_now, Quiet));
        _window = null;
        var late = Assert.Single(_book.Due(_now, Quiet));
        Assert.Null(late.Quiet);
        Assert.StartsWith("Stands after planned work", late.Notice.Summary, StringComparison.Ordinal);
        Assert.Empty(_book.Due(_now, Quiet));
        Assert.Empty(Take(Alarm(HealthLevel.Critical)));
    }

    [Fact]
    public void Judge_DuringPlannedWork_WhatCameAndWentIsOnlyRecorded()
    {
        _window = "weekly";
        Take(Alarm(HealthLevel.Critical));
        var recovery = Assert.Single(Take(Notice.Recovery("queue", "well")));
        Assert.NotNull(recovery.Quiet);
        _window = null;
        Assert.Empty(_book.Due(_now, Quiet));
    }

    [Fact]
    public void Judge_DuringPlannedWork_ClosesWhatWasRaisedBeforeAndLetsPeopleSpeak()
    {
        Take(Alarm(HealthLevel.Emergency));
        _window = "weekly";
        var recovery = Assert.Single(Take(Notice.Recovery("queue", "well")));
        Assert.Null(recovery.Quiet);
        Assert.Equal(Everybody, recovery.Listeners);
        Assert.Null(Assert.Single(Take(new Notice("by hand", HealthLevel.Critical, "x") { Kind = NoticeKind.ByHand })).Quiet);
    }

    [Fact]
    public void Judge_EscalationOfAnUnknownCause_IsClosedByItsRecovery()
    {
        Take(Alarm(HealthLevel.Critical) with { Kind = NoticeKind.Escalation });
        Assert.Equal(Everybody, Assert.Single(Take(Notice.Recovery("queue", "well"))).Listeners);
    }

    [Fact]
    public void Judge_AHundredThousandCauses_KeepsMemoryBoundedAndTellsEachOfThem()
    {
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Single(Take(Alarm(HealthLevel.Degraded, $"cause {i}")));
        }
    }

    private static Notice Alarm(HealthLevel level, string cause = "queue") => new(cause, level, "it is slow");

    private string? Quiet(HealthLevel level) => _window;

    private void Flap(HealthLevel level)
    {
        for (var i = 0; i < 3; i++)
        {
            Take(Alarm(level));
            Take(Notice.Recovery("queue", "well"));
        }
    }

    private IReadOnlyList<Verdict> Take(Notice notice)
    {
        if (_book.Judge(notice, _now, Quiet) is not { } verdict)
        {
            return [];
        }

        if (verdict is { Quiet: null, Notice.Kind: NoticeKind.Alarm or NoticeKind.Escalation })
        {
            _book.Heard(notice.Cause, Everybody);
        }

        return [verdict];
    }
}
