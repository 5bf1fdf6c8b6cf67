using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What is restricted now, and restricting by hand.</summary>
internal sealed class DegradationEndpoints(DegradationControl control, ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, DegradationControl control, ApiServices services, ApiGate gate)
    {
        var endpoints = new DegradationEndpoints(control, services);
        routes.MapGet("/admin/degradation", gate.Require(ApiRole.Admin, endpoints.ShowAsync));
        routes.MapPost("/admin/degradation", gate.Require(ApiRole.Admin, endpoints.SetAsync));
        routes.MapPost("/admin/maintenance", gate.Require(ApiRole.Admin, endpoints.MaintainAsync));
    }

    private async Task ShowAsync(HttpContext context, ApiCaller caller)
    {
        await AdminRecord.TryWriteAsync(services, caller, "degradation", "", "done", context.RequestAborted);
        await AnswerAsync(context);
    }

    private async Task SetAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, DegradationRequest.Read) is not { } request)
        {
            return;
        }

        var level = request is { Set: "on", Level: { } named } ? LevelWords.Of(named).ToLowerInvariant() : "";
        await AdminRecord.TryWriteAsync(services, caller, "degradation." + request.Set, level, "done", context.RequestAborted);
        control.Set(request.Level, caller.Name);
        await AnswerAsync(context, await services.Remembered());
    }

    private async Task MaintainAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, MaintenanceRequest.Read) is not { } request)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, request.IsOn ? "maintenance.on" : "maintenance.off", "", "done", context.RequestAborted);
        control.Maintain(request.IsOn ? request.Reason ?? $"{caller.Name} asked for it" : null);
        await AnswerAsync(context, await services.Remembered());
    }

    private Task AnswerAsync(HttpContext context, bool? isSaved = null) => ApiAnswer.JsonAsync(context, DegradationView.Of(control.State) with { Saved = isSaved }, ApiJson.Plain.DegradationView);
}
