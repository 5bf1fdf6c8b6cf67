using System.Runtime.InteropServices;

namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>Something decided under the pool's lock, to be told when it is free.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Happening(SendTicket? Ticket, int Entry, TicketFate Fate, PoolNotice? Notice, Action? Work);
