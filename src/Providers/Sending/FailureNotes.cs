using Microsoft.Extensions.Logging;

namespace Relevo.Providers.Sending;

/// <summary>
/// What the log is told of the failed calls of one number: the first of a kind at once, all others together at most once a
/// minute. A provider that is down fails every call that waits for it again and again, and a line for each buries the rest.
/// Safe from any thread.
/// </summary>
internal sealed class FailureNotes(string number, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MostKinds = 16; // of one number: hosts and words are few
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<(string Host, string Why)> _said = [];
    private long? _saidAt;
    private int _notReached;
    private int _notAnswered;
    private ITimer? _timer; // armed while there is something to add up
    private bool _isOver;

    /// <summary>No connection came about.</summary>
    public void NotConnected(string host, string why)
    {
        if (IsFirst(host, why, ref _notReached))
        {
            Log.NotConnected(logger, number, host, why);
        }
    }

    /// <summary>No complete answer came.</summary>
    public void Broken(string host, string trouble)
    {
        if (IsFirst(host, trouble, ref _notAnswered))
        {
            Log.Broken(logger, number, host, trouble);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private bool IsFirst(string host, string why, ref int others)
    {
        lock (_gate)
        {
            var left = _saidAt is { } at ? Pause - time.GetElapsedTime(at) : TimeSpan.Zero;
            if (_timer is null && left <= TimeSpan.Zero)
            {
                _said.Clear();
                _saidAt = time.GetTimestamp();
            }

            if (_said.Count < MostKinds && _said.Add((host, why)))
            {
                return true;
            }

            others++;
            _timer ??= _isOver ? null : time.CreateTimer(static notes => ((FailureNotes)notes!).AddUp(), this, left > TimeSpan.Zero ? left : Pause, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void AddUp()
    {
        int notReached, notAnswered;
        lock (_gate)
        {
            (notReached, notAnswered, _notReached, _notAnswered) = (_notReached, _notAnswered, 0, 0);
            _saidAt = time.GetTimestamp();
            _timer?.Dispose();
            _timer = null;
        }

        Log.FailedToo(logger, number, notReached, notAnswered);
    }
}
