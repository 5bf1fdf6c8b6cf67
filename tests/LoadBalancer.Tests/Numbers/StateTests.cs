using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;
using Relevo.LoadBalancer.Numbers.Saved;
using Relevo.Tests.Shared;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class StateTests
{
    private static readonly NumberDefinition Limited = PoolRig.Number("n") with { MessagesPerDay = 1_000 };

    [Fact]
    public async Task Restart_InOrder_TheDayGoesOnExactly()
    {
        var rig = PoolRig.With(Limited);
        rig.Send("n", 123);
        using var next = await RestartAsync(rig, Limited);
        Assert.Equal((123, 877), (next.Status("n").UsedToday, next.Status("n").LeftToday));
    }

    [Fact]
    public void Killed_AtAnyMoment_TheDayIsNeverFresher()
    {
        var random = new Random(1);
        var (file, time, sent) = (new PoolFile(), new ManualTime(), 0);
        for (var life = 0; life < 30; life++)
        {
            using var rig = Start(file, time, Limited);
            Assert.InRange(rig.Status("n").UsedToday, sent, 1_000);
            for (var i = random.Next(60); i > 0; i--)
            {
                var ticket = rig.Ticket();
                if (rig.Pool.TryEnter("n", ticket) && rig.Pool.CallBegan(ticket, out _))
                {
                    rig.Pool.CallEnded(ticket, PoolRig.Outcome(FailureClass.Accepted));
                    sent++;
                }

                rig.Pool.Leave(ticket);
                rig.Pass(0.1);
            }
        }

        Assert.InRange(sent, 300, 1_000); // A kill costs a piece of the day, not the day.
    }

    [Fact]
    public async Task TryEnter_QuotaNotSavedYet_WaitsForTheSave()
    {
        var saving = new TaskCompletionSource();
        var file = new PoolFile { Before = () => saving.Task };
        using var rig = Start(file, new ManualTime(), Limited);
        var ticket = rig.Ticket();
        Assert.False(rig.Pool.TryEnter("n", ticket));
        Assert.Empty(rig.Fates);
        saving.SetResult();
        await Until.TrueAsync(() => !rig.Fates.IsEmpty, between: () => rig.Pass(0.001));
        Assert.Equal([(ticket, TicketFate.Granted)], rig.Fates);
    }

    [Fact]
    public void Save_Hangs_SendingGoesOnAndNoSecondSaveBegins()
    {
        var file = new PoolFile();
        using var rig = Start(file, new ManualTime(), Limited);
        file.Before = () => new TaskCompletionSource().Task;
        for (var i = 0; i < 200; i++)
        {
            rig.Pool.TryEnter("n", rig.Ticket());
        }

        rig.Pass(10);
        Assert.Equal(200, rig.Status("n").UsedToday);
        Assert.False(file.HasOverlapped);
    }

    [Fact]
    public void Save_Fails_SendingGoesOnIsToldOnceAndSavedLater()
    {
        var file = new PoolFile();
        using var rig = Start(file, new ManualTime(), Limited);
        file.Before = () => Task.FromException(new IOException("disk"));
        rig.Send("n", 600);
        Assert.Equal(NoticeSeverity.Alarm, rig.Notices.Single(notice => notice.Kind == PoolNoticeKind.State).Severity);
        file.Before = null;
        rig.Pass(3);
        Assert.Equal(2, rig.CountOf(PoolNoticeKind.State));
        Assert.InRange(PoolStateFormat.Read(file.State!).Numbers[0].Used, 600, 700);
    }

    [Fact]
    public void Day_Ends_TheCountBeginsAnewAndAClockSetBackDoesNotRepeatIt()
    {
        using var rig = PoolRig.With(Limited);
        rig.Send("n", 100);
        rig.Time.JumpWallClock(TimeSpan.FromHours(12));
        rig.Pass(1);
        Assert.Equal(0, rig.Status("n").UsedToday);
        rig.Send("n", 10);
        rig.Time.JumpWallClock(TimeSpan.FromHours(-2));
        rig.Pass(1);
        Assert.Equal(10, rig.Status("n").UsedToday);
        rig.Time.JumpWallClock(TimeSpan.FromHours(2));
        rig.Pass(1);
        Assert.Equal(10, rig.Status("n").UsedToday);
    }

    [Fact]
    public void Save_ManySends_OnceASecondAndSmall()
    {
        using var rig = PoolRig.With([.. Enumerable.Range(1, 500).Select(i => PoolRig.Number($"number-{i}"))]);
        rig.Pass(2);
        rig.File.Saves.Clear();
        for (var i = 0; i < 100; i++)
        {
            rig.Send($"number-{(i * 7 % 500) + 1}");
            rig.Pass(0.1);
        }

        Assert.InRange(rig.File.Saves.Count, 8, 11);
        Assert.All(rig.File.Saves, state => Assert.InRange(state.Length, 1, 80_000));
        rig.Pass(2);
        rig.File.Saves.Clear();
        rig.Pass(60);
        Assert.Empty(rig.File.Saves);
    }

    [Fact]
    public async Task ByHand_KeptOverARestartAndDurableBeforeItCompletes()
    {
        NumberDefinition[] numbers = [PoolRig.Number("a"), PoolRig.Number("b") with { IsBackup = true }, PoolRig.Number("c") with { Weight = 5 }];
        var file = new PoolFile();
        var rig = Start(file, new ManualTime(), numbers);
        var saving = new TaskCompletionSource();
        rig.Pass(2);
        file.Before = () => saving.Task;
        var drained = rig.Pool.DrainAsync("a", default);
        Assert.False(drained.IsCompleted);
        Assert.Equal(NumberStanding.Draining, rig.Pool.StandingOf("a"));
        saving.SetResult();
        Assert.Equal(HandOutcome.Saved, await drained);
        Assert.Equal(HandOutcome.Saved, await rig.Pool.ActivateAsync("b", default));
        Assert.Equal(HandOutcome.Saved, await rig.Pool.WeightAsync("c", 9, default));
        Assert.Equal(HandOutcome.Unknown, await rig.Pool.DrainAsync("nobody", default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => rig.Pool.WeightAsync("c", -1, default));
        rig.Dispose(); // As a kill would.

        using var next = Start(file, rig.Time, numbers);
        Assert.Equal(NumberStanding.Draining, next.Pool.StandingOf("a"));
        Assert.True(next.Status("a").IsDrainedByHand);
        Assert.Equal((0, true), (next.Status("b").Tier, next.Status("b").IsActivatedByHand));
        Assert.Equal((9, 9), (next.Status("c").Weight, next.Status("c").WeightByHand));
        Assert.Equal(HandOutcome.Saved, await next.Pool.ResumeAsync("a", default));
        Assert.Equal(HandOutcome.Saved, await next.Pool.ResumeAsync("b", default));
        Assert.Equal(HandOutcome.Saved, await next.Pool.WeightAsync("c", null, default));
        Assert.Equal((NumberStanding.Usable, 1, 5), (next.Pool.StandingOf("a"), next.Status("b").Tier, next.Status("c").Weight));
    }

    [Fact]
    public async Task ByHand_WhileTheStoreFailsOrHangs_IsInForceAndAnsweredSoonAndSavedLater()
    {
        NumberDefinition[] numbers = [PoolRig.Number("a"), PoolRig.Number("b") with { IsBackup = true }];
        foreach (var trouble in (Func<Task>[])[() => Task.FromException(new IOException("full")), () => Task.Delay(Timeout.Infinite)])
        {
            var file = new PoolFile { Before = trouble };
            var rig = Start(file, new ManualTime(), numbers);
            var (drained, activated) = (rig.Pool.DrainAsync("a", default), rig.Pool.ActivateBackupsAsync(true, default));
            Assert.Equal((NumberStanding.Draining, 0), (rig.Pool.StandingOf("a"), rig.Status("b").Tier));
            rig.Pass(1.9);
            Assert.False(drained.IsCompleted || activated.IsCompleted);
            rig.Pass(0.2);
            Assert.Equal([HandOutcome.Unsaved, HandOutcome.Unsaved], await Task.WhenAll(drained, activated));
            rig.Dispose();
        }
    }

    [Fact]
    public async Task ActivateBackups_OnAndOff_BackupsSharePrimaries()
    {
        NumberDefinition[] numbers = [PoolRig.Number("a"), PoolRig.Number("b") with { IsBackup = true }];
        var rig = PoolRig.With(numbers);
        await rig.Pool.ActivateBackupsAsync(true, default);
        using var next = await RestartAsync(rig, numbers);
        Assert.Contains("b", Enumerable.Range(0, 100).Select(contact => next.Pool.Place((ulong)contact).Number));
        await next.Pool.ActivateBackupsAsync(false, default);
        Assert.DoesNotContain("b", Enumerable.Range(0, 100).Select(contact => next.Pool.Place((ulong)contact).Number));
    }

    [Fact]
    public async Task Resume_NumberThatIsDown_IsTriedAtOnce()
    {
        using var rig = PoolRig.With(PoolRig.Numbers(2));
        rig.Send("n1", FailureClass.AuthBroken);
        Assert.Equal(HandOutcome.Saved, await rig.Pool.ResumeAsync("n1", default));
        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("n1"));
    }

    [Fact]
    public async Task Restart_HealthRestsAndPairs_GoOn()
    {
        NumberDefinition[] numbers = [PoolRig.Number("a"), PoolRig.Number("b"), PoolRig.Number("c"), PoolRig.Number("d")];
        var rig = PoolRig.With(numbers);
        rig.Send("a", 5, FailureClass.RetrySame, secondsApart: 0);
        rig.Send("b", FailureClass.NumberDown);
        rig.Pool.CallEnded(rig.Call("c"), PoolRig.Outcome(FailureClass.ThrottleNumber, retryAfter: TimeSpan.FromMinutes(10)));
        rig.Pool.PairThrottled("d", 7, TimeSpan.FromMinutes(5));
        rig.Pool.Touch("d", 1);
        rig.Pool.Touch("d", 2);
        rig.Pass(10);
        using var next = await RestartAsync(rig, numbers);
        Assert.Equal((NumberStanding.Ejected, NumberStanding.Down), (next.Pool.StandingOf("a"), next.Pool.StandingOf("b")));
        Assert.Equal(0, next.Status("c").RateNow);
        Assert.InRange(next.Pool.PairDelay("d", 7).TotalSeconds, 288, 291);
        Assert.Equal(2, next.Status("d").Conversations);
        next.Pass(21);
        Assert.Equal(NumberStanding.Usable, next.Pool.StandingOf("a"));
        next.Pass(270);
        Assert.Equal(NumberStanding.Usable, next.Pool.StandingOf("b"));
        Assert.Equal(0, next.Status("c").RateNow);
        next.Pass(300);
        Assert.NotEqual(0, next.Status("c").RateNow);
    }

    [Fact]
    public async Task Restart_NewCredentials_RefusedNumberIsTried()
    {
        var rig = PoolRig.With(PoolRig.Number("a") with { CredentialMark = "1" }, PoolRig.Number("b") with { CredentialMark = "1" });
        rig.Send("a", FailureClass.AuthBroken);
        rig.Send("b", FailureClass.AuthBroken);
        using var next = await RestartAsync(rig, PoolRig.Number("a") with { CredentialMark = "2" }, PoolRig.Number("b") with { CredentialMark = "1" });
        Assert.Equal([NumberStanding.Usable, NumberStanding.Down], next.Pool.List().Select(number => number.Standing));
    }

    [Fact]
    public void Killed_RightAfterABurst_NoSecondBurst()
    {
        var (file, time) = (new PoolFile(), new ManualTime());
        NumberDefinition number = PoolRig.Number("n", 10, 10, NumberLimits.Fixed);
        using (var rig = Start(file, time, number))
        {
            rig.Pass(2);
            rig.Send("n", 10, secondsApart: 0);
        }

        using var next = Start(file, time, number);
        Assert.False(next.Pool.TryEnter("n", next.Ticket()));
    }

    [Fact]
    public void Configure_NumberGoneAndBack_ItsDayGoesOn()
    {
        using var rig = PoolRig.With(Limited);
        rig.Send("n", 50);
        rig.Pool.Configure([PoolRig.Number("other")]);
        rig.Pass(2);
        rig.Pool.Configure([Limited, PoolRig.Number("other")]);
        Assert.Equal(50, rig.Status("n").UsedToday);
    }

    [Fact]
    public void Configure_OtherLimits_WhatIsKnownIsKept()
    {
        using var rig = PoolRig.With(Limited);
        rig.Send("n", 50);
        rig.Pool.Configure([Limited with { MessagesPerDay = 60, Limits = new NumberLimits(NumberLimits.Fixed, 5, 1) }]);
        Assert.Equal((50, 10, 5.0), (rig.Status("n").UsedToday, rig.Status("n").LeftToday, rig.Status("n").RateLimit));
        Assert.Throws<ArgumentException>(() => rig.Pool.Configure([Limited, Limited]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("07")]
    [InlineData("01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0101000000000000000000FFFFFF7F")]
    [InlineData("010100000000000000000001000000FFFFFFFFFF")]
    public void Load_Garbage_BeginsWithoutAndSaysSo(string state)
    {
        using var rig = new PoolRig(new PoolFile { State = Convert.FromHexString(state) });
        rig.Pool.Load();
        rig.Pool.Configure([Limited]);
        Assert.Equal((PoolNoticeKind.State, NoticeSeverity.Alarm), (rig.Notices.First().Kind, rig.Notices.First().Severity));
        Assert.True(rig.Pool.TryEnter("n", rig.Ticket()));
    }

    [Fact]
    public void Load_CutAtAnyByte_NeverThrows()
    {
        var full = new PoolFile();
        using (var rig = Start(full, new ManualTime(), Limited))
        {
            rig.Pool.PairThrottled("n", 1, TimeSpan.FromMinutes(9));
            rig.Send("n", 30);
        }

        for (var length = 0; length < full.State!.Length; length++)
        {
            using var rig = new PoolRig(new PoolFile { State = full.State[..length] });
            rig.Pool.Load();
        }
    }

    private static PoolRig Start(PoolFile file, ManualTime time, params NumberDefinition[] numbers)
    {
        var rig = new PoolRig(file, time: time);
        rig.Pool.Load();
        rig.Pool.Configure(numbers);
        return rig;
    }

    private static async Task<PoolRig> RestartAsync(PoolRig rig, params NumberDefinition[] numbers)
    {
        await rig.Pool.DisposeAsync();
        return Start(rig.File, rig.Time, numbers);
    }
}
