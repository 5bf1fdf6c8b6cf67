using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Resilience.Health.History;

namespace Relevo.Gateway.Api.Operations;

/// <summary>How the level changed. Each call is recorded.</summary>
internal sealed class LevelEndpoints(LevelHistory history, ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, LevelHistory history, ApiServices services, ApiGate gate) =>
        routes.MapGet("/admin/levels", gate.Require(ApiRole.Admin, new LevelEndpoints(history, services).ListAsync));

    private async Task ListAsync(HttpContext context, ApiCaller caller)
    {
        if (await ApiQuery.ReadLimitAsync(context) is not { } limit)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "levels", "", "done", context.RequestAborted);
        var changes = await history.ListAsync(limit, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new LevelsView([.. changes.Select(LevelLine.Of)]), ApiJson.Plain.LevelsView);
    }
}
