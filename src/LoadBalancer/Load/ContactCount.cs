namespace Relevo.LoadBalancer.Load;

/// <summary>
/// Contacts active on one number in the last 24 h, counted by hours: one counts for 23 to 24 h after it was last active.
/// Exact up to 1,024 (16 KiB); beyond, a sketch of 32 KiB with a standard error of 3.3 %. Not safe from several threads.
/// </summary>
internal sealed class ContactCount
{
    internal const int MostExact = 1_024;
    internal const int Hours = 24;
    private readonly Dictionary<ulong, int> _hours = [];
    private ContactSketch? _sketch;
    private int _hour;
    private (int Count, long At) _carried;

    /// <summary>A contact is active now.</summary>
    /// <returns>True when it was not counted yet, as far as can be told.</returns>
    public bool Touch(ulong contact, long now)
    {
        Turn(now);
        if (_sketch is { } sketch)
        {
            return sketch.Touch(contact, _hour);
        }

        var isNew = !_hours.ContainsKey(contact);
        _hours[contact] = _hour;
        if (_hours.Count > MostExact)
        {
            _sketch = new ContactSketch();
            foreach (var (known, hour) in _hours)
            {
                _sketch.Touch(known, hour);
            }

            _hours.Clear();
        }

        return isNew;
    }

    /// <summary>Contacts active in the last 24 h. After a restart the saved count fades away while it is counted anew.</summary>
    public int Count(long now)
    {
        Turn(now);
        var counted = _sketch?.Count ?? _hours.Count;
        var left = 1 - ((now - _carried.At) / (double)TimeSpan.FromHours(Hours).Ticks);
        return Math.Max(counted, (int)(_carried.Count * Math.Clamp(left, 0, 1)));
    }

    /// <summary>Goes on from the saved count.</summary>
    public void Restore(int count, long at) => _carried = (Math.Max(0, count), at);

    private void Turn(long now)
    {
        var hour = (int)(now / TimeSpan.TicksPerHour);
        if (hour == _hour)
        {
            return;
        }

        _hour = hour;
        if (_sketch is { } sketch)
        {
            sketch.Forget(hour - Hours);
            _sketch = sketch.Count == 0 ? null : sketch;
            return;
        }

        foreach (var (contact, at) in _hours)
        {
            if (at <= hour - Hours)
            {
                _hours.Remove(contact);
            }
        }
    }
}
