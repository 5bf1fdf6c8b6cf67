using System.Runtime.InteropServices;

namespace Relevo.Gateway.Sending.Choosing;

/// <summary>Which number a send leaves from.</summary>
/// <param name="Number">The number; null when none can be named now.</param>
/// <param name="HasMoved">The contact's own number cannot send, so that this one steps in.</param>
/// <param name="NeedsTemplate">What was asked for is to be replaced by the template that reopens a conversation.</param>
/// <param name="Problem">Why it can never leave; null when it can or may later.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendChoice(SendNumber? Number, bool HasMoved = false, bool NeedsTemplate = false, string? Problem = null);
