using Microsoft.AspNetCore.Server.Kestrel.Core;
using Relevo.Gateway.Health.Endpoints;
using Relevo.Gateway.Health.Exposition;

namespace Relevo.Gateway.Health;

/// <summary>Endpoints of health and metrics.</summary>
public static class HealthEndpointExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps every health endpoint of the main port, and <c>/metrics</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var health = endpoints.ServiceProvider.GetRequiredService<HealthEndpoints>();
        var metrics = endpoints.ServiceProvider.GetRequiredService<MetricsEndpoint>();
        Map(endpoints, "/health", health.WholeAsync);
        Map(endpoints, "/health/live", HealthEndpoints.LiveAsync);
        Map(endpoints, "/health/ready", health.ReadyAsync);
        Map(endpoints, "/health/{component}", health.ComponentAsync);
        Map(endpoints, "/webhooks/whatsapp/health", health.WebhookNowAsync);
        Map(endpoints, "/metrics", metrics.ScrapeAsync);
    }

    /// <summary>Makes a listener serve nothing but <c>/health</c> of one component; takes effect with <see cref="UseHealthPorts"/>.</summary>
    public static void ServeHealthOf(this ListenOptions listener, string component)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var port = new HealthPort(component);
        listener.Use(next => connection =>
        {
            connection.Features.Set(port);
            return next(connection);
        });
    }

    /// <summary>Answers requests that came in through a listener of <see cref="ServeHealthOf"/>. Comes before everything else.</summary>
    public static void UseHealthPorts(this IApplicationBuilder application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var health = application.ApplicationServices.GetRequiredService<HealthEndpoints>();
        application.Use(next => context => context.Features.Get<HealthPort>() is { } port ? ServeAsync(health, port, context) : next(context));
    }

    private static Task ServeAsync(HealthEndpoints health, HealthPort port, HttpContext context)
    {
        if (context.Request.Path == "/health" && Methods.Contains(context.Request.Method, StringComparer.Ordinal))
        {
            return health.ComponentAsync(context, port.Component);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, RequestDelegate answer) =>
        endpoints.MapMethods(path, Methods, answer);
}
