using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Media;
using Relevo.Gateway.Api.Numbers;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Sends;

namespace Relevo.Gateway.Api;

/// <summary>Everything under <c>/api</c> and <c>/admin</c>, and its description.</summary>
public static class ApiEndpoints
{
    /// <summary>Maps all of it.</summary>
    public static void Map(IEndpointRouteBuilder routes, ApiServices services)
    {
        var gate = new ApiGate(services);
        OpenApiEndpoint.Map(routes);
        DeadLetterEndpoints.Map(routes, services, gate);
        MessageEndpoints.Map(routes, services, gate);
        QueueEndpoints.Map(routes, services, gate);
        AdminEndpoints.Map(routes, services, gate);
        if (services.Degradation is { } degradation)
        {
            DegradationEndpoints.Map(routes, degradation, services, gate);
        }

        if (services.Outward is { } outward)
        {
            SendEndpoints.Map(routes, outward, services, gate);
            NumberEndpoints.Map(routes, outward.Pool, outward.Desk, services, gate);
            MediaEndpoints.Map(routes, outward, services, gate);
        }
    }
}
