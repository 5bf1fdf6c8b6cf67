using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Outliers;

/// <summary>
/// Which of the messages that a number accepted were heard of again. Holds at most 512 of the time that is looked at; of a
/// fast number an even sample. A receipt may come before the answer of its own call. Not safe from several threads.
/// </summary>
internal sealed class ReceiptWatch
{
    private const int Most = 512;
    private const int MostEarly = 64;
    private readonly Queue<(long Message, long At)> _accepted = new();
    private readonly HashSet<long> _silent = [];
    private readonly long?[] _early = new long?[MostEarly];
    private int _nextEarly;
    private ulong _oneIn = 1; // A power of two: a sample of one in four is part of one in two.

    /// <summary>True once any message of the number was acknowledged: receipts do reach us.</summary>
    public bool HasEver { get; set; }

    /// <summary>When one last was.</summary>
    public long LastAt { get; private set; } = long.MinValue;

    public void Accepted(long message, long now, long within)
    {
        Forget(now, within);
        Thin();
        if (!IsSampled(message))
        {
            return;
        }

        _accepted.Enqueue((message, now));
        var early = Array.IndexOf(_early, message);
        if (early >= 0)
        {
            _early[early] = null;
        }
        else
        {
            _silent.Add(message);
        }
    }

    public void Acknowledged(long message, long now)
    {
        (HasEver, LastAt) = (true, now);
        if (!_silent.Remove(message) && IsSampled(message))
        {
            _early[_nextEarly++ % MostEarly] = message;
        }
    }

    /// <summary>Messages that should have a receipt by now, and how many have.</summary>
    public (int Due, int Known) Judge(long now, long after, long within)
    {
        Forget(now, within);
        var (due, known) = (0, 0);
        foreach (var (message, at) in _accepted)
        {
            if (now - at < after)
            {
                break;
            }

            due++;
            known += _silent.Contains(message) ? 0 : 1;
        }

        return (due, known);
    }

    public void Clear()
    {
        _accepted.Clear();
        _silent.Clear();
    }

    private void Forget(long now, long within)
    {
        while (_accepted.TryPeek(out var first) && now - first.At > within)
        {
            _silent.Remove(_accepted.Dequeue().Message);
        }
    }

    // Full: every second message is enough. Nearly empty: twice as many can be held.
    private void Thin()
    {
        if (_accepted.Count < Most / 4)
        {
            _oneIn = Math.Max(1, _oneIn / 2);
        }

        if (_accepted.Count < Most)
        {
            return;
        }

        _oneIn *= 2;
        for (var left = _accepted.Count; left > 0; left--)
        {
            var known = _accepted.Dequeue();
            if (IsSampled(known.Message))
            {
                _accepted.Enqueue(known);
            }
            else
            {
                _silent.Remove(known.Message);
            }
        }
    }

    private bool IsSampled(long message) => (Hash.Mix((ulong)message) & (_oneIn - 1)) == 0;
}
