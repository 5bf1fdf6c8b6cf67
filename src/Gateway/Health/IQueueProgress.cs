using Relevo.Contracts.Messages;

namespace Relevo.Gateway.Health;

/// <summary>What health needs to know of the lanes. Every member answers at once and takes no lock for long.</summary>
public interface IQueueProgress
{
    /// <summary>Pieces of work ended since the start, in whatever way: completed, put back for later, parked.</summary>
    long Done { get; }

    /// <summary>
    /// True while a conversation is ready, a worker is free to take it, and its application may be called. Work that waits
    /// for a slow application, an open breaker or its due time is no ready work: it does not mean that lanes stand still.
    /// </summary>
    bool HasReadyWork { get; }

    /// <summary>Messages of one priority that are in work now.</summary>
    long Active(Priority priority);
}
