using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Calls;

/// <summary>What becomes of a send.</summary>
internal readonly record struct Verdict
{
    /// <summary>The number, when there is one.</summary>
    public NumberState? Number { get; init; }

    /// <summary>The record of the call.</summary>
    public SandboxSend? Send { get; init; }

    /// <summary>Whether the message is taken.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>The answer, where it is not the usual one to a message that is taken.</summary>
    public Answer? Answer { get; init; }

    /// <summary>How the answer fails to be one.</summary>
    public SandboxFault? Fault { get; init; }

    /// <summary>The rule that made it.</summary>
    public SandboxRule? Rule { get; init; }

    /// <summary>Time before the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The header, as the rule has it.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Whether a limit was broken.</summary>
    public bool IsViolation { get; init; }

    /// <summary>Receipts that follow; null for none and no echo.</summary>
    public SandboxReceipts? Receipts { get; init; }

    /// <summary>Bird v1: the idempotency key that the call holds until it is answered.</summary>
    public string? Key { get; init; }

    /// <summary>Bird v1: the message that was taken under the same key before.</summary>
    public SandboxSend? Replay { get; init; }

    /// <summary>HTTP status that the caller gets to see; 0 when none.</summary>
    public int AnsweredStatus => Fault is SandboxFault.Hang or SandboxFault.ResetAfterReading or SandboxFault.ResetAfterAccepting
        ? 0
        : Answer?.Status ?? Number?.Face.AcceptedStatus ?? 0;
}
