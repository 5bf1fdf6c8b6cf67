using System.Runtime.InteropServices;

namespace Relevo.Resilience.Health;

/// <summary>Whether a component is up, from its checks: several bad ones in a row take it down, several good ones bring it back.</summary>
/// <param name="IsUp">True while it counts as up.</param>
/// <param name="BadInRow">Bad checks since the last good one.</param>
/// <param name="GoodInRow">Good checks since the last bad one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ComponentState(bool IsUp, int BadInRow, int GoodInRow)
{
    /// <summary>Up, and not checked yet.</summary>
    public static ComponentState Unknown => new(true, 0, 0);

    /// <summary>True while it was neither good nor bad often enough to change: a closer look is due.</summary>
    public bool IsSuspect => IsUp && BadInRow > 0;

    /// <summary>The state after one more check.</summary>
    /// <param name="isGood">What it found.</param>
    /// <param name="downAfter">Bad checks in a row after which the component is down.</param>
    /// <param name="upAfter">Good checks in a row after which it is up.</param>
    public ComponentState After(bool isGood, int downAfter, int upAfter)
    {
        var good = isGood ? Next(GoodInRow) : 0;
        var bad = isGood ? 0 : Next(BadInRow);
        return new ComponentState(IsUp ? bad < downAfter : good >= upAfter, bad, good);
    }

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;
}
