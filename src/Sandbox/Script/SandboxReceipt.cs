namespace Relevo.Sandbox.Script;

/// <summary>One receipt of a message.</summary>
/// <param name="Status"><c>accepted</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>failed</c>.</param>
/// <param name="Delay">How long after the answer to the send it falls due; it never overtakes the one before it.</param>
/// <param name="Code">Error code of a <c>failed</c> one: Meta's, or Bird's own; Evolution knows none.</param>
public sealed record SandboxReceipt(string Status, TimeSpan Delay = default, string? Code = null)
{
    internal static readonly string[] Words = ["accepted", "sent", "delivered", "read", "failed"];

    /// <summary>Longest delay: a day.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);
}
