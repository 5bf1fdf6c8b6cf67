using System.Runtime.InteropServices;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>What is to be done with a send after a call.</summary>
/// <param name="Kind">How it goes on.</param>
/// <param name="Trace">What is written down of the call.</param>
/// <param name="Pause">How long it waits before it is tried again.</param>
/// <param name="Reason">Why it is given up, without content.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendVerdict(SendStep Kind, TraceKind Trace, TimeSpan Pause = default, string? Reason = null);
