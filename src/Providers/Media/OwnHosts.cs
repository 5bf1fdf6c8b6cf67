namespace Relevo.Providers.Media;

/// <summary>Which hosts are a provider's own, so that a number's credential may go there.</summary>
internal static class OwnHosts
{
    private static readonly string[] Meta = ["facebook.com", "fbsbx.com", "whatsapp.net"];
    private static readonly string[] Bird = ["bird.com", "messagebird.com"];

    /// <summary>Whether scheme, host and port are those that the operator configured.</summary>
    internal static bool IsBase(Uri url, Uri? baseUrl) =>
        baseUrl is not null && url.Scheme == baseUrl.Scheme && url.Port == baseUrl.Port
        && string.Equals(url.IdnHost, baseUrl.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the credential may go there: to the configured server, or by TLS to a host of the provider.</summary>
    internal static bool IsTrusted(string provider, Uri url, Uri? baseUrl) =>
        IsBase(url, baseUrl)
        || (url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && Array.Exists(Domains(provider), domain => IsIn(url.IdnHost, domain)));

    private static string[] Domains(string provider) => provider switch
    {
        ProviderNames.Meta => Meta,
        ProviderNames.Bird or ProviderNames.BirdV1 or ProviderNames.MessageBird => Bird,
        _ => [],
    };

    private static bool IsIn(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
