using System.Net;
using System.Net.Sockets;

namespace Relevo.Providers.Media;

/// <summary>
/// Tells addresses of the open internet from those inside: IANA's special-purpose registries for IPv4 and IPv6
/// (RFC 6890), and the one of Azure's host.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Inside4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32", // Azure's host answers there to every machine of its own.
        }.Select(IPNetwork.Parse),
    ];

    // Translated (NAT64), unique local, link-local and multicast addresses all lie outside of it.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    // Teredo and other protocol assignments, documentation, 6to4.
    private static readonly IPNetwork[] Inside6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether the address is on the open internet.</summary>
    internal static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Contains(Inside4, address),
        // IPNetwork.Contains takes a mapped address for the IPv4 one in it, and finds that in 2000::/3.
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => false,
        AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Contains(Inside6, address),
        _ => false,
    };

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));
}
