using System.Runtime.InteropServices;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>The end of one piece of work on a message.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Due">When it is tried again.</param>
/// <param name="Reason">Why it is parked or expired, without content.</param>
/// <param name="Answer">Status code or error of the attempt.</param>
/// <param name="Trace">What happened to the send, saved together with the outcome; not with <see cref="LaneOutcomeKind.Hold"/>, <see cref="LaneOutcomeKind.Aside"/> and <see cref="LaneOutcomeKind.Asleep"/>, which save nothing.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneOutcome(LaneOutcomeKind Kind, DateTimeOffset Due = default, string? Reason = null, string? Answer = null, TraceEntry? Trace = null)
{
    /// <summary>Done.</summary>
    public static LaneOutcome Complete => default;

    /// <summary>Not tried.</summary>
    public static LaneOutcome Hold => new(LaneOutcomeKind.Hold);

    /// <summary>Not tried: waits outside the lanes until <see cref="LaneQueue.Resume"/>.</summary>
    public static LaneOutcome Aside => new(LaneOutcomeKind.Aside);

    /// <summary>Not tried: waits outside the lanes and outside of memory until <see cref="LaneQueue.Resume"/>.</summary>
    public static LaneOutcome Asleep => new(LaneOutcomeKind.Asleep);
}
