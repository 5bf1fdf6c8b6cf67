using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>What operators do to numbers. In force at once and kept over a restart; durable when the task completes, unless the store is in trouble.</summary>
internal sealed class PoolHands(PoolCore core, PoolRoster roster, NumberJudge judge)
{
    private const string Drained = "is drained: it takes no new conversations";

    public Task<HandOutcome> DrainAsync(string name, CancellationToken cancellation) =>
        SetAsync(name, static number => Set(number, number.Hand with { IsDrained = true }), Drained, cancellation);

    /// <summary>Drains a number for somebody who takes it back later, unless it is drained already.</summary>
    public Task<HandOutcome> IsolateAsync(string name, object by, CancellationToken cancellation) => SetAsync(
        name, number => !number.Hand.IsDrained && Set(number, number.Hand with { IsDrained = true }, by), Drained, cancellation);

    /// <summary>Takes that back, unless somebody has set something else or the same since.</summary>
    public Task<HandOutcome> ReadmitAsync(string name, object by, CancellationToken cancellation) => SetAsync(
        name, number => ReferenceEquals(number.IsolatedBy, by) && Set(number, number.Hand with { IsDrained = false }), "is drained no longer", cancellation);

    public Task<HandOutcome> WeightAsync(string name, int? weight, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight ?? 0, nameof(weight));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight ?? 0, NumberPool.MaxWeight, nameof(weight));
        return SetAsync(name, number => Set(number, number.Hand with { Weight = weight }, number.IsolatedBy), weight is null ? "has the weight of the settings again" : $"has weight {weight} now", cancellation);
    }

    public Task<HandOutcome> ActivateAsync(string name, CancellationToken cancellation) =>
        SetAsync(name, static number => Set(number, number.Hand with { IsActivated = true, IsDrained = false }), "is used like a primary", cancellation);

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

    private static bool Set(PooledNumber number, HandSettings hand, object? isolatedBy = null)
    {
        (number.Hand, number.IsolatedBy) = (hand, isolatedBy);
        return true;
    }

    // Unknown when there is no such number, or nothing to change.
    private async Task<HandOutcome> SetAsync(string name, Func<PooledNumber, bool> change, string what, CancellationToken cancellation)
    {
        int version;
        lock (roster.Changes)
        {
            using (core.Enter())
            {
                if (core.Find(name) is not { } number || !change(number))
                {
                    return HandOutcome.Unknown;
                }

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

    private bool Resume_NeedsGate(PooledNumber number)
    {
        Set(number, number.Hand with { IsDrained = false, IsActivated = false });
        number.Health.MayBegin = true;
        if (number.Health.Phase is HealthPhase.Ejected or HealthPhase.Down)
        {
            judge.Try_NeedsGate(number, core.Clock.Now);
        }

        return true;
    }
}
