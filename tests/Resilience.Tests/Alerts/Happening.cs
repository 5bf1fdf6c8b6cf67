namespace Relevo.Resilience.Tests.Alerts;

/// <summary>Something that happens on a simulated day, with its label.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="From">From when on it is so, seconds of the day; of a disk that fills, when it is critical.</param>
/// <param name="To">Until when.</param>
/// <param name="Effects">What it does.</param>
internal sealed record Happening(HappeningKind Kind, double From, double To, IReadOnlyList<Effect> Effects)
{
    /// <summary>True when somebody must be called out for it.</summary>
    public bool IsIncident => Kind >= HappeningKind.ComponentDown;

    /// <summary>When its first effect begins, and when its last one has ended.</summary>
    public (double From, double To) Span => (Effects.Min(e => e.From), Effects.Max(e => e.To));
}
