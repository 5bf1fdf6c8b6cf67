using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Incidents;
using Relevo.Gateway.Api.Media;
using Relevo.Gateway.Api.Notices;
using Relevo.Gateway.Api.Numbers;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Playbooks;
using Relevo.Gateway.Api.Sends;
using Relevo.Gateway.Operating;

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

        if (services.Operating is { } operating)
        {
            MapOperating(routes, operating, services, gate);
        }

        if (services.Outward is { } outward)
        {
            SendEndpoints.Map(routes, outward, services, gate);
            NumberEndpoints.Map(routes, outward.Pool, outward.Desk, services, gate);
            MediaEndpoints.Map(routes, outward, services, gate);
        }
    }

    private static void MapOperating(IEndpointRouteBuilder routes, OperatingDesk desk, ApiServices services, ApiGate gate)
    {
        IncidentEndpoints.Map(routes, desk.Incidents, services, gate);
        NoticeEndpoints.Map(routes, desk.Notifier, services, gate);
        PlaybookEndpoints.Map(routes, desk.Playbooks, services, gate);
        ScaleEndpoints.Map(routes, desk.Scale, services, gate);
        RestartEndpoints.Map(routes, desk.Restarts, services, gate);
        LevelEndpoints.Map(routes, desk.Levels, services, gate);
    }
}
