using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Load;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Outliers;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>One number with all that is known of it. Under the pool's lock, but for <see cref="Door"/> and <see cref="Standing"/>.</summary>
internal sealed class PooledNumber(NumberDefinition definition, int key, long now)
{
    private const long LongRest = 30 * TimeSpan.TicksPerSecond;

    private volatile NumberStanding _standing = NumberStanding.Inactive;
    private volatile bool _isHealthy;

    public string Name { get; } = definition.Name;

    /// <summary>Its own key in memory, never given again.</summary>
    public int Key { get; } = key;

    public NumberDefinition Definition { get; private set; } = definition;

    public HandSettings Hand { get; set; } = HandSettings.None;

    /// <summary>Who drained it and may take that back; null when a person did, or nobody.</summary>
    public object? IsolatedBy { get; set; }

    public NumberHealth Health { get; } = new();

    public ReceiptWatch Receipts { get; } = new();

    /// <summary>Calls of the last second.</summary>
    public BegunCalls Begun { get; } = new();

    /// <summary>Tokens that inbound messages took.</summary>
    public InboundShare Inbound { get; } = new();

    public TokenBucket Bucket { get; } = new(definition.Limits.Burst, now);

    public Throttle Throttle { get; } = new();

    public DayQuota Day { get; } = new();

    public ContactCount Contacts { get; } = new();

    public WaitingLine Line { get; } = new();

    /// <summary>Who will stand in the line once there is room.</summary>
    public int WaitingElsewhere { get; set; }

    /// <summary>Calls under way, the oldest first.</summary>
    public TicketList Calls { get; } = new();

    /// <summary>Grants that are used or may yet be.</summary>
    public int Places { get; set; }

    /// <summary>Those of them from before it was last left out: they do not keep it from being tried.</summary>
    public int OldPlaces { get; set; }

    /// <summary>What placement sees.</summary>
    public NumberDoor Door { get; } = new();

    /// <summary>Messages that had to wait for their turn, and refusals by the provider for being too fast.</summary>
    public long LimitHits { get; set; }

    public bool IsRemoved { get; set; }

    public long WakeAt { get; set; }

    public int WakeIndex { get; set; } = -1;

    /// <summary>When the same thing was last noticed, by what it is about.</summary>
    public Dictionary<PoolNoticeKind, long> NoticedAt { get; } = [];

    /// <summary>Read without the lock.</summary>
    public NumberStanding Standing => _standing;

    /// <summary>Read without the lock: its own open conversations can go on.</summary>
    public bool IsHealthy => _isHealthy;

    public bool CanSend => Definition is { CanSend: true, Limits.MessagesPerSecond: > 0 } && !IsRemoved;

    public bool IsServing => CanSend && Health.IsServing;

    public int Weight => Hand.Weight ?? Definition.Weight;

    /// <summary>A grant's place is free again.</summary>
    public void FreePlace(int epoch)
    {
        Places--;
        OldPlaces -= OldPlaces > 0 && epoch != Health.Epoch ? 1 : 0;
    }

    public void Redefine(NumberDefinition definition) => Definition = definition;

    /// <summary>0 for a primary, 1 for a backup.</summary>
    public int Tier(bool areBackupsActive) => Definition.IsBackup && !Hand.IsActivated && !areBackupsActive ? 1 : 0;

    public int? DayLimit(int today, LoadBalancerOptions options) =>
        WarmUp.Smaller(Definition.MessagesPerDay, WarmUp.DayLimit(Definition.WarmUpFrom, today, options.WarmUp));

    /// <summary>Messages per second that may be sent now, but for rests.</summary>
    public double Rate(long now, int today, LoadBalancerOptions options, double factor)
    {
        var rate = Definition.Limits.MessagesPerSecond;
        var gap = options.WarmUp.EvolutionGapSeconds;
        if (gap > 0 && Definition.Limits.Profile == NumberLimits.Evolution && WarmUp.DayLimit(Definition.WarmUpFrom, today, options.WarmUp) is not null)
        {
            rate = Math.Min(rate, 1 / gap);
        }

        return Math.Max(1e-4, rate * factor * Throttle.Share(now, options.Pacing) * Health.RateShare(now, options.Return));
    }

    /// <summary>Calls that may be under way.</summary>
    public int MostPlaces(PacingOptions options) => Health.Phase == HealthPhase.HalfOpen
        ? OldPlaces + (Health.AwaitedMessage is null ? 1 : 0)
        : Math.Max(options.MinPlaces, (int)Math.Ceiling(Math.Min(options.PlaceSeconds * Definition.Limits.MessagesPerSecond, 100_000)));

    /// <summary>Makes what was changed visible to those who read without the lock.</summary>
    public void Show(long now, int today, LoadBalancerOptions options, double factor)
    {
        _standing = !CanSend ? NumberStanding.Inactive
            : Health.Phase == HealthPhase.Down ? NumberStanding.Down
            : Health.Phase == HealthPhase.Ejected ? NumberStanding.Ejected
            : Hand.IsDrained || !Health.MayBegin ? NumberStanding.Draining : NumberStanding.Usable;
        _isHealthy = IsServing;
        var hasQuota = DayLimit(today, options) is not { } limit || Day.Left(limit) > 0;
        Door.Set(_standing == NumberStanding.Usable, Health.WeightShare(now, options.Return), hasQuota, WaitSeconds(now, today, options, factor) <= options.MaxLineSeconds);
        Door.SetLoad(Contacts.Count(now), Definition.MaxConversations);
        Door.LetTry(Health.Phase == HealthPhase.HalfOpen && Places == OldPlaces && Line.Count == 0 && Health.AwaitedMessage is null);
    }

    /// <summary>True while it may not be called for longer than a contact that may move shall wait.</summary>
    public bool RestsLong(long now) => Throttle.ClosedUntil - now > LongRest;

    /// <summary>A contact is served here: new ones weigh on its share of the next.</summary>
    public void Touch(ulong contact, long now)
    {
        if (Contacts.Touch(contact, now))
        {
            Door.Settle();
            Door.SetLoad(Contacts.Count(now), Definition.MaxConversations);
        }
    }

    /// <summary>Messages came in: each takes a token, as far as they get any.</summary>
    public void CountInbound(int count, long now)
    {
        var rate = Definition.Limits.MessagesPerSecond;
        for (var taken = Inbound.Take(now, count, rate / 2); taken > 0; taken--)
        {
            Bucket.Owe(Math.Max(1, rate));
        }
    }

    /// <summary>How long whoever joins the line now would wait, about.</summary>
    public double WaitSeconds(long now, int today, LoadBalancerOptions options, double factor) =>
        (Math.Max(0, Throttle.ClosedUntil - now) / (double)TimeSpan.TicksPerSecond) + (Line.Count / Rate(now, today, options, factor));
}
