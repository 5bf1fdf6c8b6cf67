using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>What of a number outlives the process. Times are UTC ticks.</summary>
internal sealed record SavedNumber
{
    public required string Name { get; init; }

    public HandSettings Hand { get; init; } = HandSettings.None;

    public int Day { get; init; }

    public int Used { get; init; }

    public double Tokens { get; init; }

    public long ClosedUntil { get; init; }

    public double ThrottleShare { get; init; }

    public int ThrottleStreak { get; init; }

    public HealthPhase Phase { get; init; }

    public HealthCause Cause { get; init; }

    public string? Reason { get; init; }

    public long Until { get; init; }

    public long LeftOutAt { get; init; }

    public int Times { get; init; }

    public int ReceiptTimes { get; init; }

    public int DownTimes { get; init; }

    public bool HasReceipts { get; init; }

    public bool MayBegin { get; init; } = true;

    public int Conversations { get; init; }

    /// <summary>Hash of the credentials' mark: a login that was refused is tried again when it differs.</summary>
    public ulong Credentials { get; init; }

    public IReadOnlyList<(ulong Contact, long Ahead)> Pairs { get; init; } = [];
}
