using Relevo.Resilience.Health;

namespace Relevo.Gateway.Operating;

/// <summary>
/// Whether all is really well after a start. What was broken before may still be: sends that wait have to fail first, and a
/// component is up until it was seen bad. So each critical one has to be seen well as often as one that comes back, and all
/// of it for the quiet time. Pure but for its memory. Not safe from several threads.
/// </summary>
/// <param name="looks">Good looks that a critical component needs.</param>
/// <param name="quiet">Time for which nothing may be wrong.</param>
internal sealed class FirstCalm(int looks, TimeSpan quiet)
{
    private TimeSpan? _since;

    /// <summary>Takes what is known now.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="now">This moment, on any clock that only goes forward.</param>
    /// <returns>True for well, false for not, null when it cannot be told yet.</returns>
    public bool? Next(HealthSnapshot snapshot, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Level > HealthLevel.Healthy)
        {
            return false;
        }

        if (snapshot.Components.Count == 0 || !snapshot.Components.All(IsSeen))
        {
            _since = null;
            return null;
        }

        _since ??= now;
        return now - _since >= quiet ? true : null;
    }

    private bool IsSeen(ComponentHealth component) =>
        component.State is { BadInRow: 0 } state && state.GoodInRow >= (component.IsCritical ? looks : 1);
}
