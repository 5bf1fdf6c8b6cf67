using System.Runtime.InteropServices;

namespace Relevo.Resilience.Health;

/// <summary>When a component counts as down, and when as up again.</summary>
/// <param name="DownAfter">Bad findings in a row that take it down, 1 or more.</param>
/// <param name="UpAfter">Good ones in a row that bring it back, 1 or more.</param>
/// <param name="Window">Findings that are remembered, 1 to 32: what fails again and again is down too.</param>
/// <param name="BadInWindow">Bad ones among them that take it down.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DownRule(int DownAfter, int UpAfter, int Window, int BadInWindow)
{
    /// <summary>Three in a row or 30 % of 20 take it down, two in a row bring it back.</summary>
    public static DownRule Default => new(3, 2, 20, 6);
}
