using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Relevo.Sandbox.Incoming;

namespace Relevo.Sandbox.Calls;

/// <summary>What the web server calls. Straight on it, without host, services and middleware: a sandbox stands beside what is measured.</summary>
internal sealed class SandboxHttp(CallHandler handler, IncomingCalls incoming, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<HttpContext> container)
        {
            return new DefaultHttpContext(contextFeatures);
        }

        if (container.HostContext is DefaultHttpContext used)
        {
            used.Initialize(contextFeatures);
            return used;
        }

        return container.HostContext = new DefaultHttpContext(contextFeatures);
    }

    public Task ProcessRequestAsync(HttpContext context) =>
        IncomingCalls.IsOne(context.Request) ? incoming.HandleAsync(context, stopping) : handler.HandleAsync(context, stopping);

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();
}
