using System.Runtime.InteropServices;

namespace Relevo.QueueProcessor.Store;

/// <summary>Answer to an append.</summary>
/// <param name="Status">Whether it is durable.</param>
/// <param name="Stored">Messages added.</param>
/// <param name="Duplicates">Messages that were there already.</param>
/// <param name="Reason">Why not, in plain words; null when stored.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AppendResult(AppendStatus Status, int Stored, int Duplicates, string? Reason);
