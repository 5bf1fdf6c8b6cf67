namespace Relevo.Gateway.Commands.Demo;

/// <summary>One reading of a demo.</summary>
internal sealed record DemoFigures(
    long Accepted,
    long Delivered,
    long Waiting,
    long Duplicates,
    long Refused,
    long Replies,
    long Repeats,
    long OutOfOrder,
    long TakenTwice,
    long Forged,
    double AcceptP50,
    double AcceptP99,
    double WayP99)
{
    /// <summary>True when every promise was kept.</summary>
    public bool IsGood => Accepted > 0 && Waiting == 0 && OutOfOrder == 0 && TakenTwice == 0 && Forged == 0;
}
