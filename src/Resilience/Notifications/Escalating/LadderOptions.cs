namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>A ladder of one's own.</summary>
public sealed class LadderOptions
{
    /// <summary>Its rungs by name; their order is that of their times.</summary>
    public IDictionary<string, RungOptions> Rungs { get; set; } = new Dictionary<string, RungOptions>(StringComparer.Ordinal);
}
