namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// The calls that a number made a moment ago, by when they left. Tokens pace grants; what happens between grant and call (a
/// commit that several wait for, a connection that is being opened) may push calls together again, and the provider counts
/// calls as they arrive. Guarded by the pool's gate.
/// </summary>
internal sealed class BegunCalls
{
    private const int MaxKept = 4_096; // 32 KiB; a number that may send more a second is not looked at this closely
    private const long LookAgain = 20 * TimeSpan.TicksPerMillisecond;
    private CallMark?[] _marks = [];
    private int _next;

    /// <summary>Notes a call, unless as many as may fall within <paramref name="window"/> ticks did, or have not left yet.</summary>
    /// <returns>0 when it may begin; else the ticks after which to ask again.</returns>
    public long Begin(long now, int most, long window, out CallMark? mark)
    {
        mark = null;
        if (most > MaxKept)
        {
            return 0;
        }

        if (_marks.Length != most)
        {
            _marks = new CallMark[most];
            _next = 0;
        }

        if (_marks[_next] is { } last && (last.LeftAt is { } left ? left + window - now : LookAgain) is var wait and > 0)
        {
            return wait;
        }

        _marks[_next] = mark = new CallMark();
        _next = (_next + 1) % most;
        return 0;
    }
}
