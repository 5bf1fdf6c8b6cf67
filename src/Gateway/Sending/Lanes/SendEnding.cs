using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>How a send ends without having been sent, decided once; the store may need more than one attempt to take it.</summary>
/// <param name="Kind">Parked or expired.</param>
/// <param name="Status">The word that the application is told.</param>
/// <param name="Reason">Why, without content.</param>
/// <param name="Trace">What was written down of its last call; null when it was not called.</param>
internal sealed record SendEnding(LaneOutcomeKind Kind, string Status, string Reason, TraceEntry? Trace);
