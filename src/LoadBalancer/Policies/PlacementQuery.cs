using System.Runtime.InteropServices;

namespace Relevo.LoadBalancer.Policies;

/// <summary>One question for a number.</summary>
/// <param name="Hash">The contact, mixed.</param>
/// <param name="Pass">What is asked of a number.</param>
/// <param name="Except">Numbers that will not do; null for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlacementQuery(ulong Hash, PlacementPass Pass, IReadOnlyCollection<string>? Except);
