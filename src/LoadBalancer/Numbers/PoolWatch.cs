using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// What only time can tell: calls that are never answered, receipts that never come, holds that end. Looks four times a
/// second at every number, which for 500 of them takes a fraction of a millisecond.
/// </summary>
internal sealed class PoolWatch(PoolCore core, SendPacer pacer, NumberJudge judge, NumberProber prober)
{
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int LooksPerSecond = 4;
    private const int LooksPerClaim = 10 * LooksPerSecond; // A placed contact that is not active after 10 to 20 s never was.
    private static readonly TimeSpan ReceiptsNow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UnwiredNotice = TimeSpan.FromHours(1);
    private long _looks;

    public void Look_NeedsGate()
    {
        var now = core.Clock.Now;
        var utcNow = core.Clock.UtcNow;
        _looks++;
        foreach (var number in core.Numbers)
        {
            try
            {
                Look_NeedsGate(number, now, utcNow);
            }
            // One number that cannot be looked at must not hide the others.
            catch (Exception failure)
            {
                core.Announcer.Work_NeedsGate(() => Log.TimerFailed(core.Logger, failure));
            }
        }

        RecallIfNoneServes_NeedsGate(now);
        if (_looks % LooksPerSecond == 0)
        {
            core.Pairs.Sweep(now);
        }

        foreach (var tier in core.Board.Tiers)
        {
            tier.Halve();
        }
    }

    private void Look_NeedsGate(PooledNumber number, long now, DateTimeOffset utcNow)
    {
        LookForHang_NeedsGate(number, now);
        LookForReceipts_NeedsGate(number, now);
        LookForDoubt_NeedsGate(number, now);
        LookForReturn_NeedsGate(number, now);
        pacer.Expire_NeedsGate(number, utcNow);
        if (number.Line.Count > 0)
        {
            pacer.Pump_NeedsGate(number, now); // Also what a lost timer would have served.
        }

        if (_looks % LooksPerClaim == 0)
        {
            number.Door.AgeClaims();
        }

        pacer.Reserve_NeedsGate(number);
        core.Show_NeedsGate(number, now);
    }

    private void LookForHang_NeedsGate(PooledNumber number, long now)
    {
        var oldest = number.Calls.First;
        while (oldest is not null && (oldest.Epoch != number.Health.Epoch || oldest.Began < number.Health.AnsweredAt))
        {
            oldest = oldest.Next; // Left over from before it was last left out, or others were answered since.
        }

        var patience = core.Options.Outliers.HangMilliseconds * TimeSpan.TicksPerMillisecond;
        if (oldest is not null && number.IsServing && now - oldest.Began >= patience)
        {
            judge.Eject_NeedsGate(number, HealthCause.Hanging, now);
        }
    }

    private void LookForReceipts_NeedsGate(PooledNumber number, long now)
    {
        var options = core.Options.Receipts;
        var after = (long)(options.AfterSeconds * TimeSpan.TicksPerSecond);
        if (number.Health is { AwaitedMessage: not null, NeedsReceipt: true } health && now - health.AwaitedSince >= after)
        {
            health.AwaitedMessage = null;
            judge.Eject_NeedsGate(number, HealthCause.Unacknowledged, now);
            return;
        }

        if (_looks % LooksPerSecond != 0 || !number.IsServing || number.Health.Phase == HealthPhase.HalfOpen)
        {
            return;
        }

        var (due, known) = number.Receipts.Judge(now, after, (long)(options.WithinSeconds * TimeSpan.TicksPerSecond));
        if (due < options.MinMessages || known * 100L >= (long)options.MinPercent * due)
        {
            return;
        }

        if (number.Receipts.HasEver || AreReceiptsWired_NeedsGate(number.Definition.Provider, now))
        {
            judge.Eject_NeedsGate(number, HealthCause.Unacknowledged, now);
            return;
        }

        core.NoticeNowAndThen_NeedsGate(PoolNoticeKind.NeverAcknowledged, NoticeSeverity.Warning, number, $"Nothing was ever heard of what number {number.Name} accepted; perhaps its webhooks do not reach us.", UnwiredNotice);
    }

    private bool AreReceiptsWired_NeedsGate(string provider, long now) =>
        core.Numbers.Any(other => other.Definition.Provider == provider && other.Receipts.LastAt > now - ReceiptsNow.Ticks);

    private void LookForDoubt_NeedsGate(PooledNumber number, long now)
    {
        var patience = core.Options.Outliers.DoubtfulSeconds;
        if (number.Health.DoubtfulSince is { } since && number.IsServing && now - since >= patience * TimeSpan.TicksPerSecond)
        {
            judge.TakeDown_NeedsGate(number, HealthCause.Disconnected, $"not connected for {patience:0} s", now);
        }
    }

    private void LookForReturn_NeedsGate(PooledNumber number, long now)
    {
        var health = number.Health;
        switch (health.Phase)
        {
            case HealthPhase.Ejected when now >= health.Until:
                judge.Try_NeedsGate(number, now);
                break;
            case HealthPhase.Down when now >= health.Until && number.CanSend:
                prober.Ask_NeedsGate(number, now);
                break;
            case HealthPhase.SlowStart when health.HasGrown(now, core.Options.Return):
                health.BeWell(now);
                core.Changed_NeedsGate(number);
                break;
            case HealthPhase.Well when health.Times + health.ReceiptTimes > 0 && now - health.Since >= core.Options.Outliers.ForgiveSeconds * TimeSpan.TicksPerSecond:
                health.Forgive(now);
                break;
        }
    }

    // What fails now and then is better than nothing at all; what is banned is not.
    private void RecallIfNoneServes_NeedsGate(long now)
    {
        if (core.Numbers.Any(static number => number.IsServing))
        {
            return;
        }

        foreach (var number in core.Numbers)
        {
            if (number.CanSend && number.Health.Phase == HealthPhase.Ejected)
            {
                judge.Try_NeedsGate(number, now);
            }
        }
    }
}
