using System.Runtime.InteropServices;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>The number for a new contact, or why there is none.</summary>
/// <param name="Number">Our name of the number; null when there is none.</param>
/// <param name="Problem">Why there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Placement(string? Number, PlacementProblem Problem);
