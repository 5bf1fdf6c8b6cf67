using System.Numerics;
using System.Runtime.InteropServices;

namespace Relevo.Resilience.Health;

/// <summary>
/// Whether a component is up, from what was found: several bad findings in a row take it down, and so do too many among the
/// last ones; several good ones in a row bring it back, and what was before is forgotten.
/// </summary>
/// <param name="IsUp">True while it counts as up.</param>
/// <param name="BadInRow">Bad findings since the last good one.</param>
/// <param name="GoodInRow">Good findings since the last bad one.</param>
/// <param name="Recent">The last findings, the newest in the lowest bit; 1 is bad.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ComponentState(bool IsUp, int BadInRow, int GoodInRow, uint Recent = 0)
{
    /// <summary>Up, and nothing found yet.</summary>
    public static ComponentState Unknown => new(true, 0, 0);

    /// <summary>True while it was neither good nor bad often enough to change: a closer look is due.</summary>
    public bool IsSuspect => IsUp && BadInRow > 0;

    /// <summary>The state after one more finding.</summary>
    public ComponentState After(bool isGood, in DownRule rule)
    {
        var good = isGood ? Next(GoodInRow) : 0;
        var bad = isGood ? 0 : Next(BadInRow);
        var recent = ((Recent << 1) | (isGood ? 0u : 1u)) & Mask(rule.Window);
        if (IsUp)
        {
            var isDown = bad >= rule.DownAfter || (!isGood && BitOperations.PopCount(recent) >= rule.BadInWindow);
            return new ComponentState(!isDown, bad, good, recent);
        }

        return good >= rule.UpAfter ? new ComponentState(true, 0, good) : new ComponentState(false, bad, good, recent);
    }

    private static uint Mask(int window) => window >= 32 ? uint.MaxValue : (1u << window) - 1;

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;
}
