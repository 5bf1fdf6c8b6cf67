namespace Relevo.Sandbox.Script;

/// <summary>What the rules say about one call.</summary>
/// <param name="Latency">Time before the answer.</param>
/// <param name="Answer">The rule that makes the answer; null when none does.</param>
/// <param name="Receipts">Receipts that follow; null when no rule says.</param>
internal readonly record struct Decision(TimeSpan Latency, SandboxRule? Answer, SandboxReceipts? Receipts);
