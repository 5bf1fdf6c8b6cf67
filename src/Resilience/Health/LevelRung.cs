namespace Relevo.Resilience.Health;

/// <summary>Whether one level holds: entered at once, left after a quiet time that grows while it comes back soon.</summary>
internal sealed class LevelRung(TimeSpan quiet, TimeSpan longest)
{
    private const int SoonHolds = 6; // Back within six quiet times is soon: 60 s after a quiet time of 10 s.

    // What comes back soon is held so long that it leaves and comes back no more than once a minute from then on.
    private static readonly TimeSpan Flapping = TimeSpan.FromMinutes(1);

    private TimeSpan _hold;
    private TimeSpan _trouble = TimeSpan.MinValue;
    private TimeSpan? _left;
    private bool _isHeld;

    /// <summary>When something bad was last seen.</summary>
    public TimeSpan QuietSince => _trouble;

    /// <summary>When the level is left, if nothing bad is seen before.</summary>
    public TimeSpan HeldUntil => _trouble + _hold;

    /// <summary>Takes one judgement; true while the level holds.</summary>
    public bool Next(bool isJudged, TimeSpan now, TimeSpan lastTrouble)
    {
        if (isJudged)
        {
            Hold(now);
            _trouble = lastTrouble > _trouble ? lastTrouble : _trouble;
        }
        else if (_isHeld && now - _trouble >= _hold)
        {
            _isHeld = false;
            _left = now;
        }

        return _isHeld;
    }

    private void Hold(TimeSpan now)
    {
        if (_isHeld)
        {
            return;
        }

        _isHeld = true;
        var isSoon = _left is { } left && now - left < _hold * SoonHolds;
        var longer = _hold * 2 > Flapping ? _hold * 2 : Flapping;
        _hold = !isSoon ? quiet : longer < longest ? longer : longest;
    }
}
