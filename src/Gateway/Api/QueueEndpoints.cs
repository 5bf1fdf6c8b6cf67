using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>Figures of the queue, under its three names.</summary>
internal sealed class QueueEndpoints(ApiServices services)
{
    private static readonly string[] Paths = ["/api/queue/metrics", "/api/whatsapp/queue/metrics", "/queue/metrics"];

    public static void Map(IEndpointRouteBuilder routes, ApiServices services, ApiGate gate)
    {
        var endpoints = new QueueEndpoints(services);
        foreach (var path in Paths)
        {
            routes.MapGet(path, gate.Require(ApiRole.Read, endpoints.MetricsAsync));
        }
    }

    private Task MetricsAsync(HttpContext context, ApiCaller caller)
    {
        var (events, sends) = (services.Store.Count(sends: false), services.Store.Count(sends: true));
        var stored = events.WaitingTotal + sends.WaitingTotal;
        var active = Math.Clamp(services.Active(), 0, stored); // Read at another moment than the store's counts.
        var view = new QueueMetricsView(
            stored - active,
            active,
            events.Completed + sends.Completed,
            events.Dropped + events.Expired + sends.Dropped + sends.Expired,
            events.Delayed + sends.Delayed,
            events.Parked + sends.Parked,
            Paused: 0);
        return ApiAnswer.JsonAsync(context, view, ApiJson.Plain.QueueMetricsView);
    }
}
