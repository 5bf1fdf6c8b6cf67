using System.Runtime.InteropServices;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>What the reader fetches for one lane.</summary>
/// <param name="Conversation">The lane.</param>
/// <param name="Head">Its head, whose payload is wanted; null when the messages of a range are.</param>
/// <param name="From">First position of the range.</param>
/// <param name="To">Last position of the range.</param>
/// <param name="MaxRows">Messages there is room for.</param>
/// <param name="MaxBytes">Bytes there is room for; the message that passes it is the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneFetch(ulong Conversation, QueuedMessage? Head, long From, long To, int MaxRows, long MaxBytes);
