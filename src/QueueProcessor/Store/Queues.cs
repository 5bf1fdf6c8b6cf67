namespace Relevo.QueueProcessor.Store;

/// <summary>How queues are named.</summary>
public static class Queues
{
    /// <summary>Sends that wait for a number.</summary>
    public const string Sends = "send";

    /// <summary>Events that no application takes: stored, completed, readable.</summary>
    public const string None = "";

    /// <summary>The queue of events for an application.</summary>
    public static string ForApplication(string application) => "app:" + application;
}
