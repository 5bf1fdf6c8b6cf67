namespace Relevo.Sandbox.Numbers;

/// <summary>
/// The limit of a number towards one recipient: a burst, then one message per interval (generic cell rate algorithm, ITU-T
/// I.371: per pair only the time at which it would be empty again is kept). Safe from any thread.
/// </summary>
internal sealed class PairLimits(double seconds, int burst, long ticksPerSecond)
{
    private const int MostPairs = 100_000; // Beyond it those that are empty again are forgotten; then those that are not.

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _emptyAt = new(StringComparer.Ordinal);
    private readonly long _cost = (long)(seconds * ticksPerSecond);

    public bool TryTake(string recipient, long timestamp)
    {
        lock (_gate)
        {
            var emptyAt = Math.Max(_emptyAt.GetValueOrDefault(recipient), timestamp);
            if (emptyAt - timestamp > (burst - 1) * _cost)
            {
                return false;
            }

            if (_emptyAt.Count >= MostPairs)
            {
                Forget_NeedsGate(timestamp);
            }

            _emptyAt[recipient] = emptyAt + _cost;
            return true;
        }
    }

    private void Forget_NeedsGate(long timestamp)
    {
        foreach (var (recipient, emptyAt) in _emptyAt)
        {
            if (emptyAt <= timestamp)
            {
                _emptyAt.Remove(recipient);
            }
        }

        if (_emptyAt.Count >= MostPairs)
        {
            _emptyAt.Clear();
        }
    }
}
