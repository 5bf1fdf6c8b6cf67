using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>Decides when a content of the file is whole enough to be judged. Knows time only by what it is told.</summary>
internal sealed class ReloadJudge(Func<SettingsFileReading, SettingsResult> check)
{
    private string? _judged;
    private string? _candidate;
    private TimeSpan _since;

    /// <param name="reading">What the file holds now.</param>
    /// <param name="forced">True when an operator asked: then it is judged as it stands.</param>
    /// <param name="now">Time on any clock that only goes forward.</param>
    /// <returns>The judgement of a content that was not judged before, else null.</returns>
    public SettingsResult? Look(SettingsFileReading reading, bool forced, TimeSpan now)
    {
        if (reading.Fingerprint == _judged && !forced)
        {
            _candidate = null;
            return null;
        }

        if (reading.Fingerprint != _candidate)
        {
            _candidate = reading.Fingerprint;
            _since = now;
        }

        var quiet = now - _since;
        if (quiet < ReloadTiming.Settle && !forced)
        {
            return null;
        }

        var result = check(reading);
        if (result.MayBeTorn && quiet < ReloadTiming.Patience && !forced)
        {
            return null;
        }

        _judged = reading.Fingerprint;
        _candidate = null;
        return result;
    }
}
