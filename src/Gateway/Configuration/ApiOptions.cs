namespace Relevo.Gateway.Configuration;

/// <summary>Who may call the API.</summary>
public sealed class ApiOptions
{
    /// <summary>Keys by the name that stands in the audit log.</summary>
    public IDictionary<string, ApiKeyOptions> Keys { get; set; } = new Dictionary<string, ApiKeyOptions>(StringComparer.Ordinal);
}
