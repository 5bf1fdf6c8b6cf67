using Relevo.Providers;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>The gateway's own addresses.</summary>
internal static class AddressRules
{
    public static void Check(GatewayOptions gateway, IDictionary<string, NumberOptions> numbers, RuleReport report)
    {
        var ports = new Dictionary<int, string>();
        Listen("Gateway:Url", gateway.Url, ports, report);
        Listen("Gateway:QueueHealthUrl", gateway.QueueHealthUrl, ports, report);
        Listen("Gateway:CacheHealthUrl", gateway.CacheHealthUrl, ports, report);
        if (gateway.PublicUrl is { Length: > 0 } url && (url.Contains('?', StringComparison.Ordinal) || url.Contains('#', StringComparison.Ordinal)))
        {
            report.Error("Gateway:PublicUrl", "must end before the query: what follows comes from each request");
        }

        // Their signatures cover the address that they post to, which a proxy hides from us.
        var signed = numbers.Where(number => number.Value.Provider is ProviderNames.Bird or ProviderNames.MessageBird).Select(number => number.Key).ToList();
        if (string.IsNullOrEmpty(gateway.PublicUrl) && signed.Count > 0)
        {
            report.Warn("Gateway:PublicUrl", $"is missing: Bird signs the address that it posts to, so every webhook of {string.Join(", ", signed)} will be refused");
        }

        if (gateway.DataDirectory.Contains('\0', StringComparison.Ordinal))
        {
            report.Error("Gateway:DataDirectory", "is not the name of a folder");
        }
    }

    private static void Listen(string path, string? url, Dictionary<int, string> ports, RuleReport report)
    {
        if (url is null or "")
        {
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            report.Error(path, "is not an address to listen on, such as http://127.0.0.1:8000 or http://0.0.0.0:8000");
        }
        else if (address.Scheme != Uri.UriSchemeHttp)
        {
            report.Error(path, "must begin with http://; TLS ends at the proxy in front of the gateway");
        }
        else if (address.PathAndQuery != "/" || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            report.Error(path, "must hold host and port only");
        }
        else if (address.Port != 0 && !ports.TryAdd(address.Port, path))
        {
            report.Error(path, $"has the same port ({address.Port}) as {ports[address.Port]}");
        }
    }
}
