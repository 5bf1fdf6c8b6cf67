using Microsoft.AspNetCore.Server.Kestrel.Core;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;

namespace Relevo.Gateway.Flow;

/// <summary>Where the server listens, and the bounds of what it takes.</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions kestrel, GatewaySettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = settings.Ingress.MaxBodyBytes;
        limits.MaxConcurrentConnections = settings.Ingress.MaxConnections;
        limits.MaxRequestHeaderCount = 50;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.Ingress.HeaderSeconds);
        limits.MinRequestBodyDataRate = new MinDataRate(settings.Ingress.MinBytesPerSecond, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(settings.Ingress.MinBytesPerSecond, TimeSpan.FromSeconds(5));
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        Listen(kestrel, settings.Gateway.Url, static _ => { });
        Listen(kestrel, settings.Gateway.QueueHealthUrl, static listener => listener.ServeHealthOf("queue"));
        Listen(kestrel, settings.Gateway.CacheHealthUrl, static listener => listener.ServeHealthOf("cache"));
    }

    private static void Listen(KestrelServerOptions kestrel, string? address, Action<ListenOptions> configure)
    {
        if (address is null)
        {
            return;
        }

        var url = new Uri(address);
        if (System.Net.IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, url.Port, configure);
        }
        else if (url.IsLoopback)
        {
            kestrel.ListenLocalhost(url.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, configure);
        }
    }
}
