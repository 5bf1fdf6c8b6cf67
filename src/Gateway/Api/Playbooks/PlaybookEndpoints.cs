using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Gateway.Api.Playbooks;

/// <summary>What playbooks did, and running the one of EMERGENCY by hand. Each call is recorded.</summary>
internal sealed class PlaybookEndpoints(PlaybookEngine engine, ApiServices services)
{
    private const string Path = "/admin/playbooks";
    private const int MostKept = 10_000;
    private const string HowToEnd = " What it turns on is taken back by hand: scale-up 0, activate-backup --off, maintenance off.";

    public static void Map(IEndpointRouteBuilder routes, PlaybookEngine engine, ApiServices services, ApiGate gate)
    {
        var endpoints = new PlaybookEndpoints(engine, services);
        routes.MapGet(Path, gate.Require(ApiRole.Admin, endpoints.ListAsync));
        routes.MapGet(Path + "/{id}", gate.Require(ApiRole.Admin, endpoints.ShowAsync));
        routes.MapPost("/admin/emergency", gate.Require(ApiRole.Admin, endpoints.EmergencyAsync));
    }

    private async Task ListAsync(HttpContext context, ApiCaller caller)
    {
        if (await ApiQuery.ReadLimitAsync(context) is not { } limit)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "playbooks", "", "done", context.RequestAborted);
        var runs = await RunsAsync(limit, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new PlaybooksView([.. runs.Select(PlaybookRunView.Of)]), ApiJson.Plain.PlaybooksView);
    }

    private async Task ShowAsync(HttpContext context, ApiCaller caller)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var alike = (await RunsAsync(MostKept, context.RequestAborted)).Where(run => run.Id.StartsWith(id, StringComparison.Ordinal)).ToList();
        var found = alike.Find(run => run.Id == id) ?? (alike.Count == 1 ? alike[0] : null);
        await AdminRecord.TryWriteAsync(services, caller, "playbooks.show", AdminRecord.Target(found?.Id ?? id), found is null ? "unknown" : "done", context.RequestAborted);
        await (found is null
            ? ApiAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "unknown_run", "No run of a playbook has this id, or several ids begin with it; GET /admin/playbooks lists them.")
            : ApiAnswer.JsonAsync(context, PlaybookRunView.Of(found), ApiJson.Plain.PlaybookRunView));
    }

    private async Task EmergencyAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, EmergencyRequest.Read) is not { } request)
        {
            return;
        }

        var answer = engine.Trigger(new PlaybookTrigger(HealthLevel.Emergency, [request.Reason ?? $"{caller.Name} asked for it"], [], IsByHand: true));
        await AdminRecord.TryWriteAsync(services, caller, "emergency", "", Words.Of(answer), CancellationToken.None);
        if (answer == TriggerAnswer.Stopped)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping", "The gateway is stopping and runs no playbooks any more.");
            return;
        }

        await ApiAnswer.JsonAsync(context, new EmergencyAnswer(answer != TriggerAnswer.Ignored, Words.Of(answer), Said(answer)), ApiJson.Plain.EmergencyAnswer);
    }

    private static string Said(TriggerAnswer answer) => answer switch
    {
        TriggerAnswer.Accepted => "The playbook of EMERGENCY runs; GET /admin/playbooks shows its steps." + HowToEnd,
        TriggerAnswer.Joined => "The playbook of EMERGENCY runs already, or is about to; GET /admin/playbooks shows its steps." + HowToEnd,
        _ => "Nothing runs: the settings give EMERGENCY no playbook (Playbooks:Emergency:Steps).",
    };

    // The run under way is there as it is now, also when its last step was not saved yet.
    private async Task<IReadOnlyList<PlaybookRun>> RunsAsync(int limit, CancellationToken cancellation)
    {
        var runs = await engine.ListAsync(limit, cancellation);
        return engine.Current is { } now ? [now, .. runs.Where(run => run.Id != now.Id).Take(limit - 1)] : runs;
    }
}
