using System.Text.Json;

namespace Relevo.Providers.Tests.Support;

/// <summary>One request as it came.</summary>
internal sealed record RawRequest(string Head, byte[] Body)
{
    public string Line => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Method => Line.Split(' ')[0];

    public string Target => Line.Split(' ')[1];

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    public IReadOnlyList<string> HeaderNames => [.. Lines().Select(line => line.Split(':')[0].ToLowerInvariant()).Order(StringComparer.Ordinal)];

    public string? Header(string name) =>
        Lines().FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private IEnumerable<string> Lines() => Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1);
}
