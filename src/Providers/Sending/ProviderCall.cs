namespace Relevo.Providers.Sending;

/// <summary>One HTTP call, made but not sent. It holds credentials: never log it.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">Where to, escaped.</param>
/// <param name="Headers">Its headers but Content-Type, which is JSON's whenever there is a body.</param>
/// <param name="Body">JSON in UTF-8; empty when there is none.</param>
public sealed record ProviderCall(HttpMethod Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Without headers and body.</summary>
    public override string ToString() => $"{Method} {Url.Host}";
}
