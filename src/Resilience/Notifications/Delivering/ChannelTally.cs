using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>What one channel did so far. Guarded by the courier's lock.</summary>
internal sealed class ChannelTally(string name)
{
    private int _failuresInRow;
    private DateTimeOffset? _lastTaken;
    private string? _trouble;

    public int UnderWay { get; set; }

    public ChannelStatus Status => new(name, _failuresInRow, _lastTaken, _trouble);

    public void Count(ChannelOutcome outcome, DateTimeOffset now)
    {
        var isTaken = outcome.Verdict == ChannelVerdict.Taken;
        _failuresInRow = isTaken ? 0 : _failuresInRow + 1;
        _trouble = isTaken ? null : outcome.Why;
        _lastTaken = isTaken ? now : _lastTaken;
    }
}
