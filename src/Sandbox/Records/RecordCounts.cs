namespace Relevo.Sandbox.Records;

/// <summary>Calls since the start.</summary>
/// <param name="Total">All.</param>
/// <param name="Accepted">Messages that were taken, and read marks; repeats under the same idempotency key do not count.</param>
/// <param name="Refused">Messages that were not.</param>
/// <param name="Violations">Of those, messages over a limit.</param>
public readonly record struct RecordCounts(long Total, long Accepted, long Refused, long Violations)
{
    internal RecordCounts With(SandboxSend send) =>
        new(Total + 1, Accepted + (send is { IsAccepted: true, IsReplay: false } ? 1 : 0), Refused + (send.IsAccepted ? 0 : 1), Violations + (send.IsViolation ? 1 : 0));
}
