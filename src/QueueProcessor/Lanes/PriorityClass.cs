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

    /// <summary>Part of the window up to which a class fills it: what is less urgent leaves room for what is more so.</summary>
    public static int WindowPercent(int priorityClass) => priorityClass switch
    {
        High => 90,
        Normal => 85,
        _ => 75,
    };

    /// <summary>Part of the conversations up to which a class adds new ones.</summary>
    public static int LanesPercent(int priorityClass) => priorityClass switch
    {
        High => 100,
        Normal => 90,
        _ => 75,
    };
}
