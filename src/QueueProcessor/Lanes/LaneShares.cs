using System.Runtime.InteropServices;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>How the workers are shared while all classes have work. A class without a share is not worked on: what waits in it stays stored.</summary>
/// <param name="High">For critical and high, 1 or more.</param>
/// <param name="Normal">For normal, 0 or more.</param>
/// <param name="Low">For low and batch, 0 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneShares(int High, int Normal, int Low)
{
    internal int Of(int priorityClass) => priorityClass switch
    {
        PriorityClass.High => High,
        PriorityClass.Normal => Normal,
        _ => Low,
    };
}
