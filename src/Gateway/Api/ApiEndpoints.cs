using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;

namespace Relevo.Gateway.Api;

/// <summary>Everything under <c>/api</c> and <c>/admin</c>.</summary>
public static class ApiEndpoints
{
    /// <summary>Maps all of it.</summary>
    public static void Map(IEndpointRouteBuilder routes, ApiServices services)
    {
        var gate = new ApiGate(services);
        DeadLetterEndpoints.Map(routes, services, gate);
        MessageEndpoints.Map(routes, services, gate);
        QueueEndpoints.Map(routes, services, gate);
        AdminEndpoints.Map(routes, services, gate);
    }
}
