using System.Runtime.InteropServices;

namespace Relevo.Resilience.Scaling;

/// <summary>How busy it is.</summary>
/// <param name="Usual">Workers as the settings say.</param>
/// <param name="Workers">Workers there are.</param>
/// <param name="Busy">Those in work.</param>
/// <param name="Oldest">Age of what has waited longest and could be worked on.</param>
/// <param name="CpuPercent">Processor time, percent of the processors that may be used.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScaleReading(int Usual, int Workers, int Busy, TimeSpan Oldest, double CpuPercent);
