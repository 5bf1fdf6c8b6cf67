using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>Describes numbers as operators see them.</summary>
internal static class StatusReader
{
    private const int FewestDue = 5;

    public static NumberStatus Read_NeedsGate(PoolCore core, PooledNumber number, long contactsOfAll)
    {
        var (now, today, options) = (core.Clock.Now, core.Clock.Today, core.Options);
        var health = number.Health;
        number.Day.Roll(today);
        var limit = number.DayLimit(today, options);
        var contacts = number.Contacts.Count(now);
        var isResting = number.Throttle.ClosedUntil > now;
        number.Bucket.Fill(now, number.Rate(now, today, options, core.RateFactor), number.Definition.Limits.Burst);
        core.Show_NeedsGate(number, now);
        return new NumberStatus
        {
            Name = number.Name,
            Provider = number.Definition.Provider,
            IsBackup = number.Definition.IsBackup,
            Tier = number.Tier(core.AreBackupsActive),
            Weight = number.Weight,
            EffectiveWeight = number.Standing == NumberStanding.Usable ? number.Weight * health.WeightShare(now, options.Return) : 0,
            Standing = number.Standing,
            Reason = Reason(number, isResting, limit),
            Conversations = contacts,
            LoadShare = contactsOfAll == 0 ? 0 : (double)contacts / contactsOfAll,
            RateLimit = number.Definition.Limits.MessagesPerSecond,
            RateNow = number.IsServing && !isResting ? number.Rate(now, today, options, core.RateFactor) : 0,
            RateLeft = number.CanSend ? number.Bucket.Level : 0,
            UsedToday = number.Day.Used,
            LeftToday = limit is { } most ? number.Day.Left(most) : null,
            Waiting = number.Line.Count + number.WaitingElsewhere,
            InFlight = number.Places,
            ErrorsLastMinute = health.Calls.Errors(now),
            FailuresInARow = health.SinceSuccess,
            AcknowledgedShare = Acknowledged(number, now, options.Receipts),
            EjectedUntil = health.IsServing ? null : core.Clock.Utc(health.Until, now),
            RestsUntil = isResting ? core.Clock.Utc(number.Throttle.ClosedUntil, now) : null,
            IsDrainedByHand = number.Hand.IsDrained,
            IsActivatedByHand = number.Hand.IsActivated || (core.AreBackupsActive && number.Definition.IsBackup),
            WeightByHand = number.Hand.Weight,
        };
    }

    private static string? Reason(PooledNumber number, bool isResting, int? limit) => number switch
    {
        { Definition.Limits.MessagesPerSecond: <= 0 } => "receives only",
        { CanSend: false } => "cannot send: its settings lack credentials",
        { Health.Reason: { } reason } => number.Hand.IsDrained ? reason + "; drained by an operator" : reason,
        { Hand.IsDrained: true } => "drained by an operator",
        { Health.MayBegin: false } => "may only answer: its account must not begin conversations",
        _ when limit is { } most && number.Day.Left(most) == 0 => "has sent what it may today",
        _ => isResting ? "rests: its provider called it too fast" : null,
    };

    private static double? Acknowledged(PooledNumber number, long now, ReceiptOptions options)
    {
        var (due, known) = number.Receipts.Judge(now, (long)(options.AfterSeconds * TimeSpan.TicksPerSecond), (long)(options.WithinSeconds * TimeSpan.TicksPerSecond));
        return due < FewestDue ? null : (double)known / due;
    }
}
