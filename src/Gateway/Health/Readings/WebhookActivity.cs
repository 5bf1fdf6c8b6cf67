using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Relevo.Gateway.Health.Readings;

/// <summary>When each provider last sent an authentic webhook. Cheap enough for every webhook.</summary>
public sealed class WebhookActivity(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _lastByProvider = new(StringComparer.Ordinal);

    /// <summary>An authentic webhook of this provider came in.</summary>
    public void Saw(string provider)
    {
        var last = _lastByProvider.GetOrAdd(provider, static _ => new StrongBox<long>());
        Volatile.Write(ref last.Value, time.GetTimestamp());
    }

    /// <summary>Time since the last one; null when none came since the start.</summary>
    public TimeSpan? Age(string provider) =>
        _lastByProvider.TryGetValue(provider, out var last) ? time.GetElapsedTime(Volatile.Read(ref last.Value)) : null;
}
