using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Knows every key of the last days, exactly: the newest in memory, older ones in sealed segments behind filters.
/// Used by the writer's thread only. What it holds is always what the files hold: after a failed commit it is read anew.
/// </summary>
internal sealed class KeyIndex(SqliteOptions options)
{
    // A provider's clock may run ahead of ours by so much before a copy could be missed.
    private const long ClockSkewMs = 10 * 60 * 1000;

    private static readonly IReadOnlyList<KeySlice> NoSlices = [];
    private readonly List<KeySlice> _slices = [];
    private readonly Dictionary<DayFile, List<KeySegment>> _segments = [];

    /// <summary>True when the same message was stored in the last days.</summary>
    public bool Contains(UInt128 key, DateTimeOffset? providerTime, DateTimeOffset now)
    {
        foreach (var slice in _slices)
        {
            if (slice.Keys.Contains(key))
            {
                return true;
            }
        }

        return _segments.Count > 0 && IsSealed(key, providerTime, now);
    }

    /// <summary>The slice that takes keys of this file, a new one when the last is full or of another day.</summary>
    private KeySlice SliceFor(DayFile file, long position)
    {
        var last = _slices.Count == 0 ? null : _slices[^1];
        if (last is null || last.IsFrozen || last.Keys.IsFull || last.File != file)
        {
            last = new KeySlice(file, options.KeySlice) { First = position };
            _slices.Add(last);
        }

        return last;
    }

    /// <summary>Slices that are full or of a past day and not yet being sealed; they are frozen by this call.</summary>
    public IReadOnlyList<KeySlice> Freeze(DayFile today)
    {
        List<KeySlice>? frozen = null;
        foreach (var slice in _slices)
        {
            // A slice of messages without keys fills by its records, which are read at start and searched for history.
            if (!slice.IsFrozen && (slice.Keys.IsFull || slice.Last - slice.First >= slice.Keys.Capacity || slice.File != today))
            {
                slice.IsFrozen = true;
                (frozen ??= []).Add(slice);
            }
        }

        return frozen ?? NoSlices;
    }

    /// <summary>Puts a sealed segment in the place of its slice.</summary>
    public void Replace(KeySlice slice, KeySegment segment)
    {
        if (_slices.Remove(slice))
        {
            SegmentsOf(slice.File).Add(segment);
        }
    }

    public void Forget(DayFile file)
    {
        _slices.RemoveAll(slice => slice.File == file);
        _segments.Remove(file);
    }

    /// <summary>Reads what a file knows: its segments, and the records that are not sealed.</summary>
    public void Load(DayFile file)
    {
        Forget(file);
        var connection = file.Writer.Connection;
        var sealedUpTo = LoadSegments(file, connection);
        using var rows = connection.Prepare("SELECT b.first, b.keys, m.received FROM batch b JOIN message m ON m.position = b.first WHERE b.first > ?1 ORDER BY b.first");
        rows.Bind(1, sealedUpTo);
        while (rows.Step())
        {
            Learn(file, rows.Long(0), rows.Blob(1), rows.Long(2));
        }
    }

    /// <summary>Learns the records of one commit.</summary>
    public void Learn(DayFile file, long first, ReadOnlySpan<byte> records, long receivedMs)
    {
        var slice = SliceFor(file, first);
        for (var at = 0; at < records.Length; at += KeyBlocks.RecordBytes)
        {
            if (KeyBlocks.KeyOf(records[at..]) is var key && key != 0 && !slice.Keys.Contains(key))
            {
                slice.Keys.Add(key);
            }
        }

        slice.Last = first + (records.Length / KeyBlocks.RecordBytes) - 1;
        slice.ReceivedMs = Math.Max(slice.ReceivedMs, receivedMs);
    }

    private long LoadSegments(DayFile file, SqliteConnection connection)
    {
        var last = 0L;
        using var rows = connection.Prepare("SELECT id, first, last, received, filter, key_fences, conversation_fences FROM segment ORDER BY id");
        while (rows.Step())
        {
            last = rows.Long(2);
            SegmentsOf(file).Add(new KeySegment(rows.Long(0), rows.Long(1), last, rows.Long(3), new KeyFilter(rows.Blob(4).ToArray()), rows.Blob(5).ToArray(), rows.Blob(6).ToArray()));
        }

        return last;
    }

    private bool IsSealed(UInt128 key, DateTimeOffset? providerTime, DateTimeOffset now)
    {
        var remembered = now.AddDays(-options.DedupeDays).ToUnixTimeMilliseconds();
        var notBefore = Math.Max(remembered, (providerTime?.ToUnixTimeMilliseconds() ?? 0) - ClockSkewMs);
        foreach (var (file, segments) in _segments)
        {
            foreach (var segment in segments)
            {
                if (segment.ReceivedMs >= notBefore && segment.Contains(key, file.Writer.KeyBlock))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private List<KeySegment> SegmentsOf(DayFile file)
    {
        if (!_segments.TryGetValue(file, out var segments))
        {
            _segments[file] = segments = [];
        }

        return segments;
    }
}
