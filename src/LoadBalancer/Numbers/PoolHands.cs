using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>What operators do to numbers. In force at once and kept over a restart; durable when the task completes, unless the store is in trouble.</summary>
internal sealed class PoolHands(PoolCore core, PoolRoster roster, NumberJudge judge)
{
    public Task<HandOutcome> DrainAsync(string name, CancellationToken cancellation) =>
        SetAsync(name, static number => number.Hand = number.Hand with { IsDrained = true }, "is drained: it takes no new conversations", cancellation);

    public Task<HandOutcome> WeightAsync(string name, int? weight, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight ?? 0, nameof(weight));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight ?? 0, NumberPool.MaxWeight, nameof(weight));
        return SetAsync(name, number => number.Hand = number.Hand with { Weight = weight }, weight is null ? "has the weight of the settings again" : $"has weight {weight} now", cancellation);
    }

    public Task<HandOutcome> ActivateAsync(string name, CancellationToken cancellation) =>
        SetAsync(name, static number => number.Hand = number.Hand with { IsActivated = true, IsDrained = false }, "is used like a primary", cancellation);

    /// <summary>Takes back draining and activation, and tries a number that was left out: an operator knows better than a hold.</summary>
    public Task<HandOutcome> ResumeAsync(string name, CancellationToken cancellation) => SetAsync(name, Resume_NeedsGate, "is resumed", cancellation);

    public async Task<HandOutcome> ActivateBackupsAsync(bool on, CancellationToken cancellation)
    {
        int version;
        lock (roster.Changes)
        {
            using (core.Enter())
            {
                core.AreBackupsActive = on;
                core.Notice_NeedsGate(PoolNoticeKind.ByHand, NoticeSeverity.Information, null, on ? "All backup numbers are used like primaries." : "Backup numbers are backups again.");
                version = core.Saver.Touch_NeedsGate(isUrgent: true);
            }

            roster.Arrange();
        }

        return await SavedAsync(version, cancellation).ConfigureAwait(false);
    }

    private async Task<HandOutcome> SetAsync(string name, Action<PooledNumber> change, string what, CancellationToken cancellation)
    {
        int version;
        lock (roster.Changes)
        {
            using (core.Enter())
            {
                if (core.Find(name) is not { } number)
                {
                    return HandOutcome.Unknown;
                }

                change(number);
                core.Changed_NeedsGate(number);
                core.Notice_NeedsGate(PoolNoticeKind.ByHand, NoticeSeverity.Information, number, $"Number {number.Name} {what}.");
                version = core.Saver.Touch_NeedsGate(isUrgent: true);
            }

            roster.Arrange();
        }

        return await SavedAsync(version, cancellation).ConfigureAwait(false);
    }

    private async Task<HandOutcome> SavedAsync(int version, CancellationToken cancellation) =>
        await core.Saver.SavedAsync(version, cancellation).ConfigureAwait(false) ? HandOutcome.Saved : HandOutcome.Unsaved;

    private void Resume_NeedsGate(PooledNumber number)
    {
        number.Hand = number.Hand with { IsDrained = false, IsActivated = false };
        number.Health.MayBegin = true;
        if (number.Health.Phase is HealthPhase.Ejected or HealthPhase.Down)
        {
            judge.Try_NeedsGate(number, core.Clock.Now);
        }
    }
}
