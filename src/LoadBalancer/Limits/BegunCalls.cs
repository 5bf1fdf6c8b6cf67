namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// The calls that a number began within the last second. Tokens pace grants; what happens between grant and call (a commit
/// that several wait for) may push calls together again, and the provider counts calls. Guarded by the pool's gate.
/// </summary>
internal sealed class BegunCalls
{
    private const int MaxKept = 4_096; // 32 KiB; a number that may send more a second is not looked at this closely
    private long[] _at = [];
    private int _next;

    /// <summary>Notes a call, unless the last second holds <paramref name="most"/> already.</summary>
    public bool TryBegin(long now, int most)
    {
        if (most > MaxKept)
        {
            return true;
        }

        if (_at.Length != most)
        {
            _at = new long[most];
            Array.Fill(_at, now - TimeSpan.TicksPerSecond);
            _next = 0;
        }

        if (_at[_next] > now - TimeSpan.TicksPerSecond)
        {
            return false;
        }

        _at[_next] = now;
        _next = (_next + 1) % most;
        return true;
    }
}
