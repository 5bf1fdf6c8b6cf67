using System.Runtime.InteropServices;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>What the events of one body mean for the way out.</summary>
/// <param name="Events">The events.</param>
/// <param name="Receipts">Receipts of sends, stored in the events' commit.</param>
/// <param name="Early">Dedupe keys of receipts whose send is not known, perhaps only not yet.</param>
/// <param name="Routes">The numbers at that time.</param>
/// <param name="ReceivedUtc">When they came.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LearnedEvents(IReadOnlyList<InboundEvent> Events, IReadOnlyList<TraceEntry> Receipts, IReadOnlyList<string> Early, RoutingTable Routes, DateTimeOffset ReceivedUtc);
