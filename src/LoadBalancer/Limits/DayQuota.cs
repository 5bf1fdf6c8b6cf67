namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// Messages of one UTC day. With a limit, a piece of it is reserved in the saved state before it is used, so that a process
/// that is killed finds at most a piece too much used, and never a day too fresh. Not safe from several threads.
/// </summary>
internal sealed class DayQuota
{
    private const int Pieces = 50;
    private int _durable;
    private (int Day, int Used) _inSave;

    /// <summary>The day that is counted, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day { get; private set; }

    /// <summary>Messages counted on it.</summary>
    public int Used { get; private set; }

    /// <summary>Messages up to which the saved state says, or will say, that they were used.</summary>
    public int Reserved { get; private set; }

    /// <summary>Goes on from the saved state.</summary>
    public void Restore(int day, int used) => (Day, Used, Reserved, _durable) = (day, used, used, used);

    /// <summary>Begins a new day. A clock set back by up to a day, as at midnight, does not begin one; one that had run far ahead keeps its count.</summary>
    public bool Roll(int today)
    {
        if (today > Day)
        {
            Restore(today, 0);
            return true;
        }

        Day = today < Day - 1 ? today : Day;
        return false;
    }

    /// <summary>Messages left of a limit.</summary>
    public int Left(int limit) => Math.Max(0, limit - Used);

    /// <summary>True when the next one is within what is saved.</summary>
    public bool IsReserved => Used < _durable;

    /// <summary>Counts one.</summary>
    public void Use() => Used++;

    /// <summary>Gives one back.</summary>
    public void Return() => Used = Math.Max(0, Used - 1);

    /// <summary>Reserves the next piece when this one is half used, which leaves at least a quarter of a second to save it. True when the state has to be saved.</summary>
    public bool Reserve(int limit, double rate)
    {
        var most = Math.Max(1, limit / 10);
        var piece = Math.Clamp((int)Math.Max(limit / Pieces, rate / 2), 1, most);
        if (Used >= limit || (Used + ((piece + 1) / 2) <= Reserved))
        {
            return false;
        }

        var reserved = Math.Min(limit, Used + piece);
        var isMore = reserved > Reserved;
        Reserved = Math.Max(Reserved, reserved);
        return isMore;
    }

    /// <summary>The state is being saved with this count.</summary>
    public int BeginSave(bool isLimited, bool isLast)
    {
        _inSave = (Day, isLimited && !isLast ? Math.Max(Used, Reserved) : Used);
        return _inSave.Used;
    }

    /// <summary>It was saved.</summary>
    public void EndSave() => _durable = _inSave.Day == Day ? Math.Max(_durable, _inSave.Used) : _durable;
}
