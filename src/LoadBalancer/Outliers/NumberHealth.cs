namespace Relevo.LoadBalancer.Outliers;

/// <summary>
/// How healthy one number is, and since when: well → ejected or down → half-open → slow start → well. It only keeps the
/// state; when to change it is decided by those who see the whole pool. Times are ticks. Not safe from several threads.
/// </summary>
internal sealed class NumberHealth
{
    private const int MaxTimes = 64;
    private static readonly long DownForgotten = TimeSpan.FromHours(1).Ticks;

    public HealthPhase Phase { get; private set; }

    public HealthCause Cause { get; private set; }

    /// <summary>In plain words; null while it is well.</summary>
    public string? Reason { get; private set; }

    /// <summary>When an ejection ends, or when to ask about one that is down.</summary>
    public long Until { get; private set; }

    /// <summary>Since when it is in its phase.</summary>
    public long Since { get; private set; }

    /// <summary>When it was last left out; its weight rests for a while after that.</summary>
    public long LeftOutAt { get; private set; } = long.MinValue;

    /// <summary>Times it was left out for failing; one is forgiven for each good while.</summary>
    public int Times { get; private set; }

    /// <summary>Times it was left out for not being acknowledged.</summary>
    public int ReceiptTimes { get; private set; }

    /// <summary>Times it was down, or found down when it was asked about.</summary>
    public int DownTimes { get; private set; }

    /// <summary>Changes with every phase in which calls are judged anew.</summary>
    public int Epoch { get; private set; }

    /// <summary>Calls of the half-open phase that went well.</summary>
    public int Successes { get; set; }

    /// <summary>When growing back begins, or began.</summary>
    public long GrowsFrom { get; private set; }

    /// <summary>Failures in a row since it was last judged.</summary>
    public int Consecutive { get; set; }

    /// <summary>Failures since the last call that did not fail, also over judgements that spared it.</summary>
    public int SinceSuccess { get; set; }

    /// <summary>Receipts in a row that said failed.</summary>
    public int FailedReceipts { get; set; }

    /// <summary>When a call was last answered, whatever the answer.</summary>
    public long AnsweredAt { get; set; } = long.MinValue;

    /// <summary>Since when its provider calls it not connected; null while it does not.</summary>
    public long? DoubtfulSince { get; set; }

    /// <summary>Times it was called that, of late.</summary>
    public int Doubts { get; set; }

    public long DoubtsSince { get; set; } = long.MinValue / 2;

    /// <summary>Half-open: the accepted message whose receipt decides; null when none is waited for.</summary>
    public long? AwaitedMessage { get; set; }

    public long AwaitedSince { get; set; }

    /// <summary>True while its provider is being asked.</summary>
    public bool IsProbing { get; set; }

    /// <summary>False while only conversations that customers began may go on.</summary>
    public bool MayBegin { get; set; } = true;

    public MinuteCounts Calls { get; } = new();

    public bool IsServing => Phase <= HealthPhase.HalfOpen;

    /// <summary>Its return is proven by receipts, not by being accepted.</summary>
    public bool NeedsReceipt => Phase == HealthPhase.HalfOpen && Cause == HealthCause.Unacknowledged;

    public static string Word(HealthCause cause) => cause switch
    {
        HealthCause.Failing => "its calls fail",
        HealthCause.Hanging => "its calls are not answered",
        HealthCause.Unacknowledged => "what it accepts is never acknowledged",
        HealthCause.Banned => "banned or locked",
        HealthCause.Refused => "its login is refused",
        HealthCause.Disconnected => "not connected",
        _ => "well",
    };

    public void Eject(HealthCause cause, long now, double draw, OutlierOptions options, ReceiptOptions receipts)
    {
        long hold;
        if (cause == HealthCause.Unacknowledged)
        {
            ReceiptTimes = Math.Min(ReceiptTimes + 1, MaxTimes);
            hold = Doubled(receipts.HoldSeconds, receipts.MaxHoldSeconds, ReceiptTimes);
        }
        else
        {
            Times = Math.Min(Times + 1, MaxTimes);
            hold = TimeSpan.FromSeconds(Math.Min(options.MaxEjectSeconds, options.EjectSeconds * Times)).Ticks;
        }

        LeaveOut(HealthPhase.Ejected, cause, Word(cause), now, now + Jittered(hold, draw));
    }

    public void GoDown(HealthCause cause, string reason, long now, double draw, ReturnOptions options)
    {
        var isAgain = DownTimes > 0 && LeftOutAt != long.MinValue && now - Since < DownForgotten;
        DownTimes = isAgain || Phase == HealthPhase.Down ? Math.Min(DownTimes + 1, MaxTimes) : 1;
        var hold = Doubled(options.DownSeconds, options.MaxDownSeconds, DownTimes);
        LeaveOut(HealthPhase.Down, cause, reason, now, now + Jittered(hold, draw));
    }

    /// <summary>It is down for yet another reason, or is asked about sooner.</summary>
    public void Amend(HealthCause cause, string reason, long until) => (Cause, Reason, Until) = (cause, reason, until);

    public void HalfOpen(long now)
    {
        Begin(HealthPhase.HalfOpen, now);
        Reason = $"on trial, one call at a time, after: {Reason}";
        Successes = 0;
        AwaitedMessage = null;
    }

    public void GrowBack(long now, ReturnOptions options)
    {
        Begin(HealthPhase.SlowStart, now);
        (Cause, Reason) = (HealthCause.None, "coming back");
        AwaitedMessage = null;
        var rested = LeftOutAt == long.MinValue ? now : LeftOutAt + TimeSpan.FromSeconds(options.WeightRestSeconds).Ticks;
        GrowsFrom = Math.Max(now, rested);
    }

    public void BeWell(long now)
    {
        // What was counted while it grew back still counts: this is no new beginning for its calls.
        (Phase, Since, Cause, Reason) = (HealthPhase.Well, now, HealthCause.None, null);
    }

    /// <summary>A good while has passed.</summary>
    public void Forgive(long now) => (Times, ReceiptTimes, Since) = (Math.Max(0, Times - 1), Math.Max(0, ReceiptTimes - 1), now);

    /// <summary>The part of its rate that a number may use, up to 1: Envoy's slow start with aggression 1.</summary>
    public double RateShare(long now, ReturnOptions options) => Phase == HealthPhase.SlowStart ? Grown(now, options) : 1;

    /// <summary>The part of its weight at which it gets new contacts.</summary>
    public double WeightShare(long now, ReturnOptions options) => Phase switch
    {
        HealthPhase.Well => 1,
        HealthPhase.SlowStart when now >= GrowsFrom => Grown(now, options),
        _ => 0,
    };

    public bool HasGrown(long now, ReturnOptions options) => now >= GrowsFrom && Grown(now, options) >= 1;

    public void ClearCounts()
    {
        (Consecutive, FailedReceipts) = (0, 0);
        Calls.Clear();
    }

    public void Restore(HealthPhase phase, HealthCause cause, string? reason, (long Now, long Until, long LeftOutAt) at, (int Times, int Receipts, int Down) times)
    {
        (Phase, Cause, Reason, Since, Until) = (phase, cause, reason, at.Now, at.Until);
        (LeftOutAt, Epoch) = (at.LeftOutAt, Epoch + 1);
        (Times, ReceiptTimes, DownTimes) = (Math.Clamp(times.Times, 0, MaxTimes), Math.Clamp(times.Receipts, 0, MaxTimes), Math.Clamp(times.Down, 0, MaxTimes));
    }

    private static long Doubled(double first, double longest, int times) =>
        TimeSpan.FromSeconds(Math.Min(longest, first * Math.Pow(2, Math.Clamp(times - 1, 0, 30)))).Ticks;

    // Longer by up to a tenth: numbers that were left out together do not come back together.
    private static long Jittered(long hold, double draw) => (long)(hold * (1 + (draw / 10)));

    private double Grown(long now, ReturnOptions options)
    {
        var least = options.SlowStartPercent / 100.0;
        var grown = options.SlowStartSeconds <= 0 ? 1 : (now - GrowsFrom) / (options.SlowStartSeconds * TimeSpan.TicksPerSecond);
        return now < GrowsFrom ? least : Math.Clamp(grown, least, 1);
    }

    private void LeaveOut(HealthPhase phase, HealthCause cause, string reason, long now, long until)
    {
        Begin(phase, now);
        (Cause, Reason, Until, LeftOutAt) = (cause, reason, until, now);
        (AwaitedMessage, DoubtfulSince, Doubts) = (null, null, 0);
    }

    private void Begin(HealthPhase phase, long now)
    {
        (Phase, Since) = (phase, now);
        Epoch++;
        ClearCounts();
    }
}
