using System.Runtime.InteropServices;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>The end of one piece of work on a message.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Due">When it is tried again.</param>
/// <param name="Reason">Why it is parked or expired, without content.</param>
/// <param name="Answer">Status code or error of the attempt.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneOutcome(LaneOutcomeKind Kind, DateTimeOffset Due = default, string? Reason = null, string? Answer = null)
{
    /// <summary>Done.</summary>
    public static LaneOutcome Complete => default;

    /// <summary>Not tried.</summary>
    public static LaneOutcome Hold => new(LaneOutcomeKind.Hold);
}
