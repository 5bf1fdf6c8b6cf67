using System.Globalization;

namespace Relevo.Storage.Sqlite;

/// <summary>Says when the disk is so full that new messages are refused while accepted ones can still be finished.</summary>
internal sealed class FreeSpace(StoreFolder folder, SqliteOptions options, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private long _lookedAt;
    private string? _problem;

    public string? Problem()
    {
        if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < Interval)
        {
            return _problem;
        }

        _lookedAt = time.GetTimestamp();
        _problem = folder.FreeBytes() is var free && free < options.MinFreeBytes
            ? string.Create(CultureInfo.InvariantCulture, $"the disk is nearly full: {free / 1_000_000} MB are free, {options.MinFreeBytes / 1_000_000} MB are kept for what was accepted")
            : null;
        return _problem;
    }
}
