namespace Relevo.Gateway.Health.Readings;

/// <summary>
/// Whether a webhook posted now would be accepted: the last probe write to the store succeeded and is young, the store
/// refuses nothing, and the gateway is not stopping. Answers from memory. Safe from any thread.
/// </summary>
/// <param name="maxAge">Age of the last good probe up to which it counts.</param>
/// <param name="refusal">Why the store refuses appends now, or null; must answer at once.</param>
/// <param name="time">The clock.</param>
public sealed class Readiness(TimeSpan maxAge, Func<string?> refusal, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _provenAt;
    private string? _failure = "the store was not probed yet";
    private long? _refusingSince;
    private volatile bool _isStopping;

    /// <summary>A probe write to the store succeeded.</summary>
    public void Proven()
    {
        lock (_gate)
        {
            _provenAt = time.GetTimestamp();
            _failure = null;
        }

        _ = Refusal();
    }

    /// <summary>A probe write to the store failed.</summary>
    public void Failed(string reason)
    {
        lock (_gate)
        {
            _failure = reason;
        }

        _ = Refusal();
    }

    /// <summary>From now on nothing new is accepted.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Why a webhook posted now would not be accepted, or null when it would.</summary>
    public string? Refusal()
    {
        var refused = refusal();
        lock (_gate)
        {
            var reason = _isStopping ? "the gateway is stopping" : refused ?? _failure ?? TooOld_NeedsGate();
            _refusingSince = reason is null ? null : _refusingSince ?? time.GetTimestamp();
            return reason;
        }
    }

    /// <summary>For how long webhooks are refused already; null while they are accepted.</summary>
    public TimeSpan? RefusingFor()
    {
        lock (_gate)
        {
            return _refusingSince is { } since ? time.GetElapsedTime(since) : null;
        }
    }

    private string? TooOld_NeedsGate()
    {
        var age = time.GetElapsedTime(_provenAt ?? 0);
        return age < maxAge ? null : $"the store took no probe write for {(long)age.TotalSeconds} s";
    }
}
