using System.Runtime.InteropServices;

namespace Relevo.QueueProcessor.Store;

/// <summary>The end of one piece of work on a message.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Message">The message, with attempts, deaths, trouble and due time as they shall be from now on.</param>
/// <param name="Reason">Why it is parked or expired, in plain words without content.</param>
/// <param name="Answer">Status code or error of the last attempt, for operators.</param>
/// <param name="Trace">What happened to the send, saved together with the end; null for events.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Settlement(SettlementKind Kind, QueuedMessage Message, string? Reason = null, string? Answer = null, TraceEntry? Trace = null);
