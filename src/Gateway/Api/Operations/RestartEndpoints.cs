using System.Globalization;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Operating.Restarts;

namespace Relevo.Gateway.Api.Operations;

/// <summary>Begins components anew in place. Each call is recorded.</summary>
internal sealed class RestartEndpoints(ComponentRestarts restarts, ApiServices services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // for one of them: what hangs does not keep the others from it
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromSeconds(40); // together with the last one less than the 60 s of our own command

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
        var began = services.Time.GetTimestamp();
        var items = new List<RestartedComponent>();
        foreach (var component in components)
        {
            items.Add(services.Time.GetElapsedTime(began) < PatienceForAll
                ? await RestartAsync(component)
                : new RestartedComponent(component, false, "its turn did not come, because others took too long; name it alone"));
        }

        return items;
    }

    private async Task<RestartedComponent> RestartAsync(string component)
    {
        using var late = new CancellationTokenSource(Patience, services.Time);
        try
        {
            // Waited for apart: a part that ignores its end is left behind.
            return await restarts.RestartAsync(component, late.Token).WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new RestartedComponent(component, false, string.Create(CultureInfo.InvariantCulture, $"it was not done within {Patience.TotalSeconds:0} s"));
        }
    }

    private Task RecordAsync(ApiCaller caller, string target, string result) =>
        AdminRecord.TryWriteAsync(services, caller, "restart-services", AdminRecord.Target(target), result, CancellationToken.None);
}
