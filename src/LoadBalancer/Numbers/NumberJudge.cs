using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// Judges numbers by what becomes of their calls, at once and not by a timer: throttling slows, trouble ejects by count or
/// share, a ban or a refused login takes the number out, with its whole account when the failure is the account's.
/// </summary>
internal sealed class NumberJudge(PoolCore core, SendPacer pacer, Func<double> draw)
{
    private static readonly TimeSpan SparedNotice = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ThrottledNotice = TimeSpan.FromMinutes(1);

    /// <summary>A call ended.</summary>
    public void Judge_NeedsGate(PooledNumber number, SendTicket ticket, SendOutcome outcome, long now)
    {
        if (outcome.Status is not null || outcome.Class == FailureClass.Accepted)
        {
            number.Health.AnsweredAt = now;
        }

        switch (outcome.Class)
        {
            case FailureClass.Accepted:
                number.Receipts.Accepted(ticket.Message, now, Ticks(core.Options.Receipts.WithinSeconds));
                Succeed_NeedsGate(number, ticket, isAccepted: true, now);
                break;
            case FailureClass.FailPermanent or FailureClass.FailWindow or FailureClass.ThrottleRecipient:
                Succeed_NeedsGate(number, ticket, isAccepted: false, now);
                break;
            case FailureClass.ThrottleNumber:
                Throttle_NeedsGate(number, ticket.Began, outcome.RetryAfter, outcome.IsAccountWide, now);
                break;
            case FailureClass.NumberDown or FailureClass.AuthBroken:
                Refuse_NeedsGate(number, outcome.Class, outcome.IsAccountWide, now);
                break;
            case FailureClass.RetrySame when outcome.IsMessagesOwn:
                Succeed_NeedsGate(number, ticket, isAccepted: false, now);
                break;
            default:
                Fail_NeedsGate(number, ticket.Epoch, now);
                break;
        }
    }

    /// <summary>A receipt said that a message which counted as a success failed.</summary>
    public void JudgeReceipt_NeedsGate(PooledNumber number, FailureClass failure, bool isAccountWide, long now)
    {
        switch (failure)
        {
            case FailureClass.ThrottleNumber:
                Throttle_NeedsGate(number, now, null, isAccountWide, now);
                break;
            case FailureClass.NumberDown or FailureClass.AuthBroken:
                Refuse_NeedsGate(number, failure, isAccountWide, now);
                break;
            case FailureClass.RetrySame or FailureClass.UnknownResult when number.Health.IsServing:
                number.Health.Calls.FailedAfterAll(now);
                number.Health.FailedReceipts++;
                Weigh_NeedsGate(number, number.Health.FailedReceipts, now);
                break;
        }
    }

    /// <summary>A receipt said that a message arrived at WhatsApp.</summary>
    public void Acknowledge_NeedsGate(PooledNumber number, long message, long now)
    {
        var health = number.Health;
        (health.DoubtfulSince, health.FailedReceipts) = (null, 0);
        if (health.AwaitedMessage == message)
        {
            health.AwaitedMessage = null;
            Proved_NeedsGate(number, now);
            pacer.Pump_NeedsGate(number, now);
        }
    }

    /// <summary>Leaves a number out for a while, unless too many are.</summary>
    public void Eject_NeedsGate(PooledNumber number, HealthCause cause, long now)
    {
        if (!number.IsServing)
        {
            return;
        }

        if (!MayEject_NeedsGate(number))
        {
            number.Health.ClearCounts();
            core.NoticeNowAndThen_NeedsGate(PoolNoticeKind.Spared, NoticeSeverity.Warning, number, $"Number {number.Name} is used all the same: {NumberHealth.Word(cause)}, but there is no other to take over.", SparedNotice);
            return;
        }

        number.Health.Eject(cause, now, draw(), core.Options.Outliers, core.Options.Receipts);
        LeftOut_NeedsGate(number);
        var seconds = (number.Health.Until - now) / TimeSpan.TicksPerSecond;
        var severity = cause == HealthCause.Unacknowledged ? NoticeSeverity.Alarm : NoticeSeverity.Warning;
        core.Notice_NeedsGate(PoolNoticeKind.Ejected, severity, number, $"Number {number.Name} is left out for {seconds} s: {NumberHealth.Word(cause)}.");
    }

    /// <summary>Takes a number out until its provider, or an operator, says that it can send again.</summary>
    public void TakeDown_NeedsGate(PooledNumber number, HealthCause cause, string reason, long now)
    {
        var health = number.Health;
        if (health.Phase == HealthPhase.Down)
        {
            // A refused login outlives a lost connection, not the other way round.
            health.Amend(health.Cause == HealthCause.Disconnected ? cause : health.Cause, health.Cause == HealthCause.Disconnected ? reason : health.Reason ?? reason, health.Until);
            return;
        }

        health.GoDown(cause, reason, now, draw(), core.Options.Return);
        LeftOut_NeedsGate(number);
        core.Notice_NeedsGate(PoolNoticeKind.Down, NoticeSeverity.Alarm, number, $"Number {number.Name} cannot send: {reason}.");
    }

    /// <summary>Tries a number again, one call at a time.</summary>
    public void Try_NeedsGate(PooledNumber number, long now)
    {
        number.Health.HalfOpen(now);
        number.OldPlaces = number.Places;
        number.Bucket.Spare(1);
        number.Receipts.Clear();
        core.Changed_NeedsGate(number);
        core.Announcer.Work_NeedsGate(() => core.Announcer.Tried?.Invoke(number.Name));
    }

    /// <summary>The numbers that share an account with this one, itself included.</summary>
    public IEnumerable<PooledNumber> AccountOf(PooledNumber number, bool isAccountWide) =>
        isAccountWide && number.Definition.AccountId is { } account
            ? core.Numbers.Where(other => other.Definition.AccountId == account)
            : [number];

    private static long Ticks(double seconds) => (long)(seconds * TimeSpan.TicksPerSecond);

    private void Refuse_NeedsGate(PooledNumber number, FailureClass failure, bool isAccountWide, long now)
    {
        var cause = failure == FailureClass.AuthBroken ? HealthCause.Refused : HealthCause.Banned;
        foreach (var member in AccountOf(number, isAccountWide))
        {
            TakeDown_NeedsGate(member, cause, ReferenceEquals(member, number) ? NumberHealth.Word(cause) : $"{NumberHealth.Word(cause)}, with its whole account", now);
        }
    }

    private void Throttle_NeedsGate(PooledNumber number, long began, TimeSpan? retryAfter, bool isAccountWide, long now)
    {
        foreach (var member in AccountOf(number, isAccountWide))
        {
            member.LimitHits++;
            if (member.Throttle.Strike(now, began, retryAfter, core.Options.Pacing, draw()))
            {
                core.NoticeNowAndThen_NeedsGate(PoolNoticeKind.Throttled, NoticeSeverity.Warning, member, $"Number {member.Name} was told to slow down; it rests and goes on at half its rate.", ThrottledNotice);
            }

            member.Bucket.Spare(1);
            core.Show_NeedsGate(member, now);
            if (member.RestsLong(now))
            {
                pacer.Release_NeedsGate(member); // who may move does, the others stand in line again
            }

            pacer.Pump_NeedsGate(member, now);
        }

        core.Saver.Touch_NeedsGate(isUrgent: false);
    }

    private void Succeed_NeedsGate(PooledNumber number, SendTicket ticket, bool isAccepted, long now)
    {
        var health = number.Health;
        health.Calls.Succeeded(now);
        (health.Consecutive, health.SinceSuccess) = (0, 0);
        if (health is { Phase: HealthPhase.Ejected, Cause: HealthCause.Hanging } && isAccepted)
        {
            Try_NeedsGate(number, now); // It was slow, not hung.
            return;
        }

        if (health.Phase != HealthPhase.HalfOpen || ticket.Epoch != health.Epoch)
        {
            return;
        }

        if (!health.NeedsReceipt)
        {
            Proved_NeedsGate(number, now);
        }
        else if (isAccepted)
        {
            (health.AwaitedMessage, health.AwaitedSince) = (ticket.Message, now);
        }

        core.Show_NeedsGate(number, now);
    }

    private void Proved_NeedsGate(PooledNumber number, long now)
    {
        if (++number.Health.Successes < core.Options.Return.Successes)
        {
            core.Show_NeedsGate(number, now);
            return;
        }

        number.Health.GrowBack(now, core.Options.Return);
        core.Changed_NeedsGate(number);
        core.Notice_NeedsGate(PoolNoticeKind.Back, NoticeSeverity.Information, number, $"Number {number.Name} works again and comes back slowly.");
    }

    private void Fail_NeedsGate(PooledNumber number, int epoch, long now)
    {
        var health = number.Health;
        health.Calls.Failed(now);
        if (!number.IsServing || epoch != health.Epoch)
        {
            return;
        }

        health.Consecutive++;
        health.SinceSuccess++;
        if (health.Phase == HealthPhase.HalfOpen)
        {
            Eject_NeedsGate(number, health.NeedsReceipt ? HealthCause.Unacknowledged : HealthCause.Failing, now);
            return;
        }

        Weigh_NeedsGate(number, health.Consecutive, now);
    }

    private void Weigh_NeedsGate(PooledNumber number, int inARow, long now)
    {
        var options = core.Options.Outliers;
        var (good, failed) = number.Health.Calls.Last(options.WindowSeconds, now);
        var isMostly = good + failed >= options.MinCalls && failed * 100L >= (long)options.FailurePercent * (good + failed);
        if (isMostly || inARow >= options.ConsecutiveFailures)
        {
            Eject_NeedsGate(number, HealthCause.Failing, now);
        }
    }

    private void LeftOut_NeedsGate(PooledNumber number)
    {
        pacer.Release_NeedsGate(number);
        core.Changed_NeedsGate(number);
    }

    private bool MayEject_NeedsGate(PooledNumber number)
    {
        var (tier, ejected, others, othersWell) = (0, 0, 0, 0);
        var own = number.Tier(core.AreBackupsActive);
        foreach (var other in core.Numbers)
        {
            if (!other.CanSend || other.Health.Phase == HealthPhase.Down)
            {
                continue;
            }

            if (other.Tier(core.AreBackupsActive) == own)
            {
                tier++;
                ejected += other.Health.Phase == HealthPhase.Ejected ? 1 : 0;
            }
            else
            {
                others++;
                othersWell += other.Health.Phase == HealthPhase.Well && other.Standing == NumberStanding.Usable ? 1 : 0;
            }
        }

        return EjectionCap.Allows(tier, ejected, EjectionCap.IsHealthy(others, othersWell), core.Options.Outliers.MaxEjectedPercent);
    }
}
