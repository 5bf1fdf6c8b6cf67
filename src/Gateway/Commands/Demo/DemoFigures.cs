namespace Relevo.Gateway.Commands.Demo;

/// <summary>One reading of a demo.</summary>
internal sealed record DemoFigures(
    long Accepted,
    long Delivered,
    long Waiting,
    long Duplicates,
    long Refused,
    long Replies,
    long Taken,
    long Repeats,
    long OutOfOrder,
    long TakenTwice,
    long Forged,
    double AcceptP50,
    double AcceptP99,
    double WayP99)
{
    /// <summary>Messages that the provider took from the gateway.</summary>
    public long Sent { get; init; }

    /// <summary>Receipts of them.</summary>
    public long Receipts { get; init; }

    /// <summary>What the pool says of its numbers.</summary>
    public string Pool { get; init; } = "";

    /// <summary>Sends that were taken and have not left yet.</summary>
    public long Unsent => Taken + Replies - Sent;

    /// <summary>True when every promise was kept.</summary>
    public bool IsGood => Unsent == 0 && Accepted > 0 && Waiting == 0 && OutOfOrder == 0 && TakenTwice == 0 && Forged == 0;
}
