using System.Globalization;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Operating.Restarts;

namespace Relevo.Gateway.Api.Operations;

/// <summary>Begins components anew in place. Each call is recorded.</summary>
internal sealed class RestartEndpoints(ComponentRestarts restarts, ApiServices services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45); // for all of them; a caller of ours waits for 60

    public static void Map(IEndpointRouteBuilder routes, ComponentRestarts restarts, ApiServices services, ApiGate gate) =>
        routes.MapPost("/admin/restart-services", gate.Require(ApiRole.Admin, new RestartEndpoints(restarts, services).RestartAsync));

    private async Task RestartAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, RestartRequest.Read) is not { } request)
        {
            return;
        }

        var known = restarts.Known;
        if (request.Component is { } named && !known.Contains(named, StringComparer.Ordinal))
        {
            await RecordAsync(caller, named, "unknown");
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "unknown_component", $"No component is called so. There are: {string.Join(", ", known)}.");
            return;
        }

        var items = await RestartAsync(request.Component is { } one ? [one] : known);
        var isWhole = items.TrueForAll(item => item.Succeeded);
        await RecordAsync(caller, request.Component ?? "all", isWhole ? "done" : "failed");
        await ApiAnswer.JsonAsync(context, new RestartsView(isWhole, items), ApiJson.Plain.RestartsView);
    }

    // One after the other, so that they never all rest at once. It goes on when the caller leaves: half of a restart helps nobody.
    private async Task<List<RestartedComponent>> RestartAsync(IReadOnlyList<string> components)
    {
        using var late = new CancellationTokenSource(Patience, services.Time);
        var items = new List<RestartedComponent>();
        foreach (var component in components)
        {
            items.Add(await RestartAsync(component, late.Token));
        }

        return items;
    }

    private async Task<RestartedComponent> RestartAsync(string component, CancellationToken late)
    {
        if (late.IsCancellationRequested)
        {
            return new RestartedComponent(component, false, "its turn did not come, because others took too long; name it alone");
        }

        try
        {
            return await restarts.RestartAsync(component, late).WaitAsync(late);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new RestartedComponent(component, false, string.Create(CultureInfo.InvariantCulture, $"it was not done within {Patience.TotalSeconds:0} s"));
        }
    }

    private Task RecordAsync(ApiCaller caller, string target, string result) =>
        AdminRecord.TryWriteAsync(services, caller, "restart-services", AdminRecord.Target(target), result, CancellationToken.None);
}
