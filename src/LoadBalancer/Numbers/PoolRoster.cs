using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Numbers.Saved;
using Relevo.LoadBalancer.Outliers;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>Which numbers there are, and the tables of placement that follow from them.</summary>
internal sealed class PoolRoster(PoolCore core, SendPacer pacer, NumberJudge judge)
{
    private static readonly TimeSpan ExceededNotice = TimeSpan.FromMinutes(1);
    private int _keys;

    /// <summary>Held by whoever changes what tables are made of: they are made outside the pool's lock, since that takes a while.</summary>
    public Lock Changes { get; } = new();

    /// <summary>Reads the saved state. Failures of the store are thrown; a state that makes no sense is reported and left out.</summary>
    public void Load(byte[]? state)
    {
        var pool = PoolStateReader.Read(state, out var failure);
        using (core.Enter())
        {
            if (pool is null)
            {
                core.Announcer.Work_NeedsGate(() => Log.StateUnreadable(core.Logger, failure!));
                core.Notice_NeedsGate(PoolNoticeKind.State, NoticeSeverity.Alarm, null, "The saved state of the numbers cannot be read: what operators set, what was sent today and who was left out is forgotten.");
                return;
            }

            core.AreBackupsActive = pool.AreBackupsActive;
            foreach (var number in pool.Numbers)
            {
                core.Absent[number.Name] = (number, pool with { Numbers = [] });
            }
        }
    }

    /// <summary>Takes these numbers instead of those before; what is known of a name is kept.</summary>
    public void Configure(IReadOnlyList<NumberDefinition> definitions)
    {
        if (definitions.Select(definition => definition.Name).Distinct(StringComparer.Ordinal).Count() != definitions.Count)
        {
            throw new ArgumentException("Two numbers have the same name.", nameof(definitions));
        }

        lock (Changes)
        {
            using (core.Enter())
            {
                var now = core.Clock.Now;
                var before = core.Numbers;
                var numbers = definitions.Select(definition => Take_NeedsGate(definition, now)).ToList();
                core.SetNumbers_NeedsGate(numbers);
                foreach (var gone in before.Except(numbers))
                {
                    Remove_NeedsGate(gone, now);
                }

                numbers.ForEach(number => Settle_NeedsGate(number, now));
                core.Saver.Touch_NeedsGate(isUrgent: true); // A day's limit is reserved before it is used.
            }

            Arrange();
        }
    }

    /// <summary>Makes the tables anew. Under <see cref="Changes"/>.</summary>
    public void Arrange()
    {
        var options = core.Options;
        var policy = PlacementPolicies.Of(options.Algorithm);
        var numbers = core.Numbers.Where(number => number.Weight > 0).ToLookup(number => number.Tier(core.AreBackupsActive));
        var tiers = new[] { 0, 1 }.Select(tier => new PlacementTier([.. numbers[tier].Select(Member)], policy, options.LoadBound));
        var board = new PlacementBoard([.. tiers]);
        using (core.Enter())
        {
            core.Board = board;
        }
    }

    /// <summary>Shows every number anew and serves who waits: something changed that concerns them all.</summary>
    public void ShowAll()
    {
        using (core.Enter())
        {
            foreach (var number in core.Numbers)
            {
                Settle_NeedsGate(number, core.Clock.Now);
            }
        }
    }

    /// <summary>A contact was placed although every number has as many as it should take.</summary>
    public void TellExceeded(string name)
    {
        using (core.Enter())
        {
            if (core.Find(name) is { } number)
            {
                core.NoticeNowAndThen_NeedsGate(PoolNoticeKind.CapacityExceeded, NoticeSeverity.Alarm, number, $"Every number has as many contacts as it should take; number {name} takes more.", ExceededNotice);
            }
        }
    }

    private static PlacementMember Member(PooledNumber number) => new(number.Name, number.Weight, number.Door);

    private PooledNumber Take_NeedsGate(NumberDefinition definition, long now)
    {
        if (core.Find(definition.Name) is not { } number)
        {
            number = new PooledNumber(definition, ++_keys, now);
            if (core.Absent.Remove(definition.Name, out var known))
            {
                PoolStateReader.Restore_NeedsGate(core, number, known.Number, known.From);
            }

            return number;
        }

        var hasNewLogin = number.Definition.CredentialMark != definition.CredentialMark;
        number.Redefine(definition);
        if (hasNewLogin && number.Health is { Phase: HealthPhase.Down, Cause: HealthCause.Refused })
        {
            judge.Try_NeedsGate(number, now);
        }

        return number;
    }

    private void Remove_NeedsGate(PooledNumber number, long now)
    {
        number.IsRemoved = true;
        pacer.Release_NeedsGate(number);
        core.Show_NeedsGate(number, now);
        if (core.Absent.Count < PoolStateFormat.MaxNumbers)
        {
            var saved = PoolStateWriter.Save(core, number, [.. core.Pairs.Of(number.Key, now)], now, isLast: true);
            core.Absent[number.Name] = (saved, new SavedPool(true, core.Clock.UtcNow.UtcTicks, false, []));
        }

        core.Pairs.Forget(number.Key);
    }

    private void Settle_NeedsGate(PooledNumber number, long now)
    {
        pacer.Reserve_NeedsGate(number);
        if (!number.IsServing)
        {
            pacer.Release_NeedsGate(number);
        }

        core.Show_NeedsGate(number, now);
        pacer.Pump_NeedsGate(number, now);
    }
}
