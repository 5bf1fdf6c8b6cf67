using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Relevo.Wire.Roles;

/// <summary>The barest Kestrel: one handler, no routing, no logging. Ends with its parent, by the end of standard input.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(string port, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
