using System.Runtime.InteropServices;

namespace Relevo.Resilience.Health;

/// <summary>When a component is looked at.</summary>
/// <param name="Interval">Pause between looks while all is well.</param>
/// <param name="Deadline">Time one look may take.</param>
/// <param name="Closer">Pause between looks while it is in doubt or down, so that a fault and its end are known soon.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CheckTimes(TimeSpan Interval, TimeSpan Deadline, TimeSpan Closer);
