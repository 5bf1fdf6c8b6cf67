using System.ComponentModel.DataAnnotations;

namespace Relevo.Storage.Sqlite;

/// <summary>The embedded engine.</summary>
public sealed class SqliteOptions
{
    /// <summary>Messages that may wait for a commit; more are answered 503. Default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxPendingMessages { get; set; } = 20_000;

    /// <summary>Bytes that may wait for a commit; more are answered 503. Default 64 MiB.</summary>
    [Range(8L * 1024 * 1024, 4L * 1024 * 1024 * 1024)]
    public long MaxPendingBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Messages in one commit. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxBatchMessages { get; set; } = 2_000;

    /// <summary>Ends of work that may wait to be saved before no new work begins. Default 50,000.</summary>
    [Range(100, 10_000_000)]
    public int MaxPendingSettlements { get; set; } = 50_000;

    /// <summary>A commit that takes longer than this is taken for stalled: its callers, and new ones until it returns, get 503. Milliseconds, default 700.</summary>
    [Range(50, 60_000)]
    public int CommitDeadlineMilliseconds { get; set; } = 700;

    /// <summary>Pause before a failed store is opened again, milliseconds. Default 250.</summary>
    [Range(10, 60_000)]
    public int ReopenMilliseconds { get; set; } = 250;

    /// <summary>Free bytes on the disk below which new webhooks are refused, so that what was accepted can still be finished. Default 32 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Bytes of write-ahead log at which its pages are moved into the database. Default 64 MiB.</summary>
    [Range(1024 * 1024, 4L * 1024 * 1024 * 1024)]
    public long CheckpointBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Days for which a message is recognised when it comes again. Default 8: Meta retries for 7.</summary>
    [Range(1, 90)]
    public int DedupeDays { get; set; } = 8;

    /// <summary>Days for which completed messages are kept. Default 30.</summary>
    [Range(1, 3650)]
    public int HistoryDays { get; set; } = 30;

    /// <summary>Keys kept in memory before a slice of them is sealed into a sorted table. Default 262,144 (8 MiB).</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int KeySlice { get; set; } = 262_144;
}
