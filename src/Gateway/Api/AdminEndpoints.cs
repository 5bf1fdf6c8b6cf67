using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>What operators see of the gateway. Each call is recorded.</summary>
internal sealed class AdminEndpoints(ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, ApiServices services, ApiGate gate)
    {
        var endpoints = new AdminEndpoints(services);
        routes.MapGet("/admin/status", gate.Require(ApiRole.Admin, endpoints.StatusAsync));
        routes.MapGet("/admin/audit", gate.Require(ApiRole.Admin, endpoints.AuditAsync));
    }

    private async Task StatusAsync(HttpContext context, ApiCaller caller)
    {
        await AdminRecord.TryWriteAsync(services, caller, "admin.status", "", "done", context.RequestAborted);
        await ApiAnswer.JsonAsync(context, Status(), ApiJson.Plain.StatusView);
    }

    private async Task AuditAsync(HttpContext context, ApiCaller caller)
    {
        if (await ApiQuery.ReadLimitAsync(context) is not { } limit)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "admin.audit", "", "done", context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new AuditView(services.Store.ReadAudit(limit)), ApiJson.Plain.AuditView);
    }

    private StatusView Status()
    {
        var now = services.Time.GetUtcNow();
        var (settings, store, reloader) = (services.Settings.Current, services.Store, services.Reloader);
        return new StatusView(
            ProductVersion.Text,
            services.Level(),
            now,
            Math.Round((now - services.StartedUtc).TotalSeconds, 3),
            new SettingsView(services.Settings.Version, reloader?.File, reloader?.ReloadProblem, reloader?.NeedRestart ?? []),
            store.Refusal,
            store.Tail,
            services.Active(),
            CountsView.Of(store.Count(sends: false), now),
            CountsView.Of(store.Count(sends: true), now),
            services.Outward is { } outward ? PoolView.Of(outward.Pool, outward.Desk).Items : [],
            [.. settings.Applications.Select(a => ApplicationView.Of(a.Key, a.Value))],
            services.Degradation is { } control ? DegradationView.Of(control.State) : null);
    }
}
