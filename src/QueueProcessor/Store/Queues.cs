using Relevo.Contracts.Identity;

namespace Relevo.QueueProcessor.Store;

/// <summary>How queues are named.</summary>
public static class Queues
{
    /// <summary>Sends that wait for a number.</summary>
    public const string Sends = "send";

    /// <summary>Sends that wait for their time. They wait in the store only; when due they are moved to <see cref="Sends"/>.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Events that no application takes: stored, completed, readable.</summary>
    public const string None = "";

    /// <summary>The queue of events for an application.</summary>
    public static string ForApplication(string application) => "app:" + application;

    /// <summary>The lane of sends to a contact, under which they are also found.</summary>
    public static string LaneOf(string contactKey) => "send:" + PhoneSpelling.Shortest(contactKey);

    /// <summary>True for queues of sends; all others hold events.</summary>
    public static bool IsSend(string queue) =>
        string.Equals(queue, Sends, StringComparison.Ordinal) || string.Equals(queue, Scheduled, StringComparison.Ordinal);
}
