using System.ComponentModel.DataAnnotations;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>How much of a queue is kept in memory and how its workers are shared. Each application has lanes of its own.</summary>
public sealed class LaneOptions
{
    internal const int FewestRows = 16;

    /// <summary>Messages of one queue kept in memory; beyond, the backlog stays in the store. Default 20,000.</summary>
    [Range(100, 10_000_000)]
    public int MaxMessages { get; set; } = 20_000;

    /// <summary>Bytes of payload of one queue kept in memory. Default 64 MiB.</summary>
    [Range(1024 * 1024, 16L * 1024 * 1024 * 1024)]
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Messages of one conversation kept in memory. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaxPerConversation { get; set; } = 32;

    /// <summary>Conversations of one queue known in memory at a time, those that wait for a retry included. Default 100,000.</summary>
    [Range(100, 10_000_000)]
    public int MaxConversations { get; set; } = 100_000;

    /// <summary>Rows read from the store at a time. Default 512.</summary>
    [Range(FewestRows, 100_000)]
    public int ReadRows { get; set; } = 512;

    /// <summary>Share of the workers for critical and high, percent. Default 50.</summary>
    [Range(1, 100)]
    public int HighShare { get; set; } = 50;

    /// <summary>Share of the workers for normal, percent. Default 30.</summary>
    [Range(1, 100)]
    public int NormalShare { get; set; } = 30;

    /// <summary>Share of the workers for low and batch, percent. Default 20.</summary>
    [Range(1, 100)]
    public int LowShare { get; set; } = 20;

    /// <summary>A queue that has ready work and makes no progress for so long is restarted by its watchdog, seconds. Default 30.</summary>
    [Range(1, 3600)]
    public int StallSeconds { get; set; } = 30;
}
