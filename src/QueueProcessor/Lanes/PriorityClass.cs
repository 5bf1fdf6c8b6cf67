using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>The three classes that share the workers: critical counts as high, batch as low.</summary>
internal static class PriorityClass
{
    public const int High = 0;
    public const int Normal = 1;
    public const int Low = 2;
    public const int Count = 3;

    public static int Of(Priority priority) => priority switch
    {
        Priority.Critical or Priority.High => High,
        Priority.Normal => Normal,
        _ => Low,
    };

    /// <summary>Part of the window a class may fill: what is less urgent always leaves room for what is more so.</summary>
    public static int WindowPercent(int priorityClass) => priorityClass switch
    {
        High => 100,
        Normal => 90,
        _ => 75,
    };
}
