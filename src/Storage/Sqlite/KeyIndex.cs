namespace Relevo.Storage.Sqlite;

/// <summary>
/// Knows every key of the last days, exactly: the newest in memory, older ones in sealed segments behind filters.
/// Used by the writer's thread only. What it holds is always what the files hold: it learns after a commit returned, and
/// after a failed one it is read anew.
/// </summary>
internal sealed class KeyIndex(SqliteOptions options)
{
    // Copies of one message may name times that differ by so much.
    private const long ClockSkewMs = 10 * 60 * 1000;

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

    /// <summary>The oldest slice that takes no more keys, or null. Slices are sealed in order, so that a file's segments cover all before its unsealed records.</summary>
    public KeySlice? NextToSeal(DayFile today) =>
        _slices.Count > 0 && _slices[0] is var first && (_slices.Count > 1 || first.IsFull || first.File != today) ? first : null;

    /// <summary>False when the slice was sealed, dropped or read anew meanwhile.</summary>
    public bool Holds(KeySlice slice) => _slices.Contains(slice);

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

    /// <summary>Forgets days whose keys are not asked for any more.</summary>
    public void ForgetBefore(DateOnly day)
    {
        foreach (var file in _segments.Keys.Concat(_slices.Select(slice => slice.File)).Where(file => file.Day < day).Distinct().ToList())
        {
            Forget(file);
        }
    }

    /// <summary>Forgets everything, to be read anew.</summary>
    public void Clear()
    {
        _slices.Clear();
        _segments.Clear();
    }

    /// <summary>Reads what a file knows: its segments, and the records that are not sealed. Files are read oldest first.</summary>
    public void Load(DayFile file)
    {
        var connection = file.Writer.Connection;
        var sealedUpTo = LoadSegments(file, connection);
        using var rows = connection.PrepareOnce("SELECT first, newest, keys FROM batch WHERE first > ?1 ORDER BY first");
        rows.Bind(1, sealedUpTo);
        while (rows.Step())
        {
            Learn(file, rows.Long(0), rows.Blob(2), rows.Long(1));
        }
    }

    /// <summary>Learns the records of one commit. They stay together: a row of the file belongs to one slice.</summary>
    public void Learn(DayFile file, long first, ReadOnlySpan<byte> records, long newestMs)
    {
        var count = records.Length / KeyBlocks.RecordBytes;
        var slice = _slices.Count == 0 ? null : _slices[^1];
        if (slice is null || slice.File != file || !slice.HasRoomFor(count) || slice.Last + 1 != first)
        {
            slice = new KeySlice(file, Math.Max(options.KeySlice, count), first);
            _slices.Add(slice);
        }

        slice.Add(records, newestMs);
    }

    private long LoadSegments(DayFile file, SqliteConnection connection)
    {
        var last = 0L;
        using var rows = connection.PrepareOnce("SELECT id, first, last, newest, filter, key_fences, conversation_fences FROM segment ORDER BY id");
        while (rows.Step())
        {
            last = Math.Max(last, rows.Long(2));
            SegmentsOf(file).Add(new KeySegment(rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3), new KeyFilter(rows.Blob(4).ToArray()), rows.Blob(5).ToArray(), rows.Blob(6).ToArray()));
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
                if (segment.NewestMs >= notBefore && segment.Contains(key, file.Writer))
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
