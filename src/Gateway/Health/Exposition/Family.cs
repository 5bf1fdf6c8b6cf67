namespace Relevo.Gateway.Health.Exposition;

/// <summary>Metrics of one name.</summary>
internal sealed class Family(string type, string help)
{
    public string Type { get; } = type;

    public string Help { get; } = help;

    public SortedDictionary<string, string> LinesByLabels { get; } = new(StringComparer.Ordinal);
}
