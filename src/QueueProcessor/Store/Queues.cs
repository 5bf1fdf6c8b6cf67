namespace Relevo.QueueProcessor.Store;

/// <summary>How queues are named and divided.</summary>
public static class Queues
{
    /// <summary>Partitions of a queue: small enough to keep a place in each, large enough to spread one busy reader.</summary>
    public const int Partitions = 64;

    /// <summary>Sends that wait for a number.</summary>
    public const string Sends = "send";

    /// <summary>Events that no application takes: stored, completed, readable.</summary>
    public const string None = "";

    /// <summary>The queue of events for an application.</summary>
    public static string ForApplication(string application) => "app:" + application;
}
