using System.Globalization;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Says when new messages must be refused although writes succeed: the disk is so full that accepted ones could no longer
/// be finished, or somebody removed the file that is written to, so that nothing of it would be left after a restart.
/// </summary>
internal sealed class FreeSpace(StoreState state, SqliteOptions options, TimeProvider time)
{
    private const long Megabyte = 1_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private long _lookedAt;
    private string? _problem;

    /// <summary>Bytes that were free at the last look.</summary>
    public long Free { get; private set; } = long.MaxValue;

    /// <summary>True when messages are refused for want of space.</summary>
    public bool IsFull { get; private set; }

    public string? Problem()
    {
        if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < Interval)
        {
            return _problem;
        }

        _lookedAt = time.GetTimestamp();
        _problem = Removed() ?? Full();
        return _problem;
    }

    private string? Removed() => state.Days.All is [.., var today] && !File.Exists(today.Path)
        ? $"{today.Path} was removed while the gateway runs; stop it and restore the file from a snapshot"
        : null;

    // What stands in logs may need its place in the files once more.
    private string? Full()
    {
        Free = state.Folder.FreeBytes();
        var kept = options.MinFreeBytes + state.Days.All.Sum(file => file.Writer.LogBytes);
        IsFull = Free < kept;
        return IsFull
            ? string.Create(CultureInfo.InvariantCulture, $"the disk is nearly full: {Free / Megabyte} MB are free, {kept / Megabyte} MB are kept for what was accepted")
            : null;
    }
}
