using System.Runtime.InteropServices;

namespace Relevo.Resilience.Bounds;

/// <summary>How a call ended that might have hung.</summary>
/// <param name="Kind">How.</param>
/// <param name="Value">What it returned, if it did, even late.</param>
/// <param name="Thrown">Kind of what it threw, if it did.</param>
/// <param name="Left">The call itself, when it still runs.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallEnd<T>(CallEndKind Kind, T? Value, string? Thrown, Task? Left)
    where T : class;
