namespace Relevo.Sandbox.Numbers;

/// <summary>
/// Lets no more than so many messages into any second that one cares to look at: it remembers the times of the last ones,
/// and the oldest of them must be a second away. Safe from any thread.
/// </summary>
internal sealed class SlidingSecond(int most, long ticksPerSecond)
{
    private readonly Lock _gate = new();
    private readonly long[] _times = new long[most];
    private long _taken;

    public bool TryTake(long timestamp)
    {
        lock (_gate)
        {
            var place = (int)(_taken % _times.Length);
            if (_taken >= _times.Length && timestamp - _times[place] < ticksPerSecond)
            {
                return false;
            }

            _times[place] = timestamp;
            _taken++;
            return true;
        }
    }
}
