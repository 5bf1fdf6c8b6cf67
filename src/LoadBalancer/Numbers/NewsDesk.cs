using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// Weighs what providers say of numbers and accounts. News may come by the thousand from a number that reconnects in a loop:
/// each costs little, and only what changes something is told.
/// </summary>
internal sealed class NewsDesk(PoolCore core, NumberJudge judge)
{
    private const int MostDoubts = 6; // Reconnecting so often within the patience for one reconnect is no connection either.
    private static readonly TimeSpan FirstFlapHold = TimeSpan.FromSeconds(5);

    public void Weigh_NeedsGate(string? name, string? account, NumberNews news, string reason)
    {
        var now = core.Clock.Now;
        var number = name is null ? null : core.Find(name);
        var isOfAccount = news is NumberNews.AccountUp or NumberNews.AccountDown or NumberNews.BusinessInitiatedStopped or NumberNews.BusinessInitiatedAllowed;
        var theirs = isOfAccount && (account ?? number?.Definition.AccountId) is { } known
            ? core.Numbers.Where(other => other.Definition.AccountId == known || ReferenceEquals(other, number)).ToList()
            : number is null ? [] : [number];
        if (isOfAccount && theirs.Count > 0)
        {
            Tell_NeedsGate(theirs, news, reason);
        }

        foreach (var one in theirs)
        {
            Weigh_NeedsGate(one, news, reason, now);
        }
    }

    private void Weigh_NeedsGate(PooledNumber number, NumberNews news, string reason, long now)
    {
        switch (news)
        {
            case NumberNews.Up or NumberNews.AccountUp:
                ComeUp_NeedsGate(number, now);
                break;
            case NumberNews.Doubtful:
                Doubt_NeedsGate(number, now);
                break;
            case NumberNews.Down:
                judge.TakeDown_NeedsGate(number, HealthCause.Disconnected, reason, now);
                break;
            case NumberNews.AccountDown:
                judge.TakeDown_NeedsGate(number, HealthCause.Banned, reason, now);
                break;
            default:
                Allow_NeedsGate(number, news == NumberNews.BusinessInitiatedAllowed);
                break;
        }
    }

    private void Tell_NeedsGate(List<PooledNumber> theirs, NumberNews news, string reason)
    {
        var isNew = theirs.Exists(number => news switch
        {
            NumberNews.AccountDown => number.Health.Phase != HealthPhase.Down,
            NumberNews.AccountUp => number.Health.Phase == HealthPhase.Down,
            NumberNews.BusinessInitiatedStopped => number.Health.MayBegin,
            _ => !number.Health.MayBegin,
        });
        if (isNew)
        {
            var severity = news is NumberNews.AccountDown or NumberNews.BusinessInitiatedStopped ? NoticeSeverity.Alarm : NoticeSeverity.Information;
            core.Notice_NeedsGate(PoolNoticeKind.Account, severity, null, $"The account of {string.Join(", ", theirs.Select(number => number.Name))}: {reason}.");
        }
    }

    private void Allow_NeedsGate(PooledNumber number, bool mayBegin)
    {
        if (number.Health.MayBegin != mayBegin)
        {
            number.Health.MayBegin = mayBegin;
            core.Changed_NeedsGate(number);
        }
    }

    private void Doubt_NeedsGate(PooledNumber number, long now)
    {
        var health = number.Health;
        if (!health.IsServing)
        {
            return;
        }

        var patience = (long)(core.Options.Outliers.DoubtfulSeconds * TimeSpan.TicksPerSecond);
        health.DoubtfulSince ??= now;
        health.Doubts = now - health.DoubtsSince < patience ? health.Doubts + 1 : 1;
        health.DoubtsSince = health.Doubts == 1 ? now : health.DoubtsSince;
        if (health.Doubts >= MostDoubts && patience > 0)
        {
            judge.TakeDown_NeedsGate(number, HealthCause.Disconnected, "it keeps losing its connection", now);
        }
    }

    // Its provider may say so too early, or again and again: each time it is believed a little later.
    private void ComeUp_NeedsGate(PooledNumber number, long now)
    {
        var health = number.Health;
        health.DoubtfulSince = null;
        if (health is not { Phase: HealthPhase.Down, Cause: HealthCause.Disconnected or HealthCause.Banned })
        {
            return;
        }

        var hold = health.DownTimes <= 1 ? 0 : FirstFlapHold.Ticks * Math.Pow(2, Math.Min(health.DownTimes - 2, 20));
        var until = health.Since + (long)Math.Min(hold, core.Options.Return.DownSeconds * TimeSpan.TicksPerSecond);
        health.Amend(health.Cause, health.Reason ?? NumberHealth.Word(health.Cause), Math.Min(health.Until, Math.Max(until, now)));
    }
}
