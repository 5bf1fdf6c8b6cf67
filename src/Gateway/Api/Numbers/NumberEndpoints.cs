using System.Globalization;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Operating.Standby;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Gateway.Sending.Requests;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Api.Numbers;

/// <summary>The pool: what it is doing, and what operators do to it. What was set by hand is kept over a restart, and durable before the answer unless the disk is in trouble; the answer says which.</summary>
internal sealed class NumberEndpoints(NumberPool pool, SendDesk desk, ApiServices services)
{
    private const int MaxWeight = 1000;
    private const string Activate = "activate";

    public static void Map(IEndpointRouteBuilder routes, NumberPool pool, SendDesk desk, ApiServices services, ApiGate gate)
    {
        var endpoints = new NumberEndpoints(pool, desk, services);
        routes.MapGet("/api/numbers", gate.Require(ApiRole.Read, endpoints.ListAsync));
        routes.MapPost("/admin/numbers/{name}/drain", gate.Require(ApiRole.Admin, (context, caller) => endpoints.ActAsync(context, caller, "drain", pool.DrainAsync)));
        routes.MapPost("/admin/numbers/{name}/resume", gate.Require(ApiRole.Admin, (context, caller) => endpoints.ActAsync(context, caller, "resume", pool.ResumeAsync)));
        routes.MapPost("/admin/numbers/{name}/activate", gate.Require(ApiRole.Admin, (context, caller) => endpoints.ActAsync(context, caller, Activate, pool.ActivateAsync)));
        routes.MapPost("/admin/numbers/{name}/weight", gate.Require(ApiRole.Admin, endpoints.WeightAsync));
        routes.MapPost("/admin/activate-backup", gate.Require(ApiRole.Admin, endpoints.BackupsAsync));
    }

    private Task ListAsync(HttpContext context, ApiCaller caller) =>
        ApiAnswer.JsonAsync(context, PoolView.Of(pool, desk), ApiJson.Plain.PoolView);

    private PoolNumberView View(NumberStatus status) => PoolNumberView.Of(status, desk.Numbers.Find(status.Name)?.Application);

    private async Task ActAsync(HttpContext context, ApiCaller caller, string action, Func<string, CancellationToken, Task<HandOutcome>> act)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (pool.Find(name) is not { } known)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "unknown_number", "No number has this name; GET /api/numbers lists them.");
            return;
        }

        if (action == Activate && !known.IsBackup)
        {
            await RecordAsync(caller, "numbers." + action, name, "refused");
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", $"{name} is a primary already; POST /admin/numbers/{name}/resume takes it back into use.");
            return;
        }

        var outcome = await act(name, context.RequestAborted);
        await RecordAsync(caller, "numbers." + action, name, outcome == HandOutcome.Unknown ? "refused" : "done");
        if (outcome == HandOutcome.Unknown)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", $"{name} cannot do this now: {pool.Find(name)?.Reason ?? "it receives only"}.");
            return;
        }

        await ApiAnswer.JsonAsync(context, new NumberActionView(true, outcome == HandOutcome.Saved, pool.Find(name) is { } status ? [View(status)] : []), ApiJson.Plain.NumberActionView);
    }

    private async Task WeightAsync(HttpContext context, ApiCaller caller)
    {
        using var body = await ApiBody.ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var problems = new List<ErrorDetail>();
        RequestFields.RefuseOthers(body.RootElement, "weight", problems);
        if (problems.Count > 0)
        {
            await ApiAnswer.BadRequestAsync(context, problems);
            return;
        }

        if (!body.RootElement.TryGetProperty("weight", out var value) || value.ValueKind != System.Text.Json.JsonValueKind.Number || !value.TryGetInt32(out var weight) || weight is < 0 or > MaxWeight)
        {
            await ApiAnswer.BadRequestAsync(context, [new ErrorDetail("weight", string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 0 to {MaxWeight}"))]);
            return;
        }

        await ActAsync(context, caller, "weight", (name, cancellation) => pool.WeightAsync(name, weight, cancellation));
    }

    private async Task BackupsAsync(HttpContext context, ApiCaller caller)
    {
        var on = context.Request.Query["off"].Count == 0;
        var backups = services.Operating?.Backups;
        var outcome = await (backups is null ? pool.ActivateBackupsAsync(on, context.RequestAborted)
            : on ? backups.ActivateAsync(withApplications: true, context.RequestAborted)
            : backups.ReleaseAsync(context.RequestAborted));
        var isSaved = await services.Remembered() && outcome == HandOutcome.Saved;
        await RecordAsync(caller, on ? "activate-backup" : "activate-backup.off", "", "done");
        await ApiAnswer.JsonAsync(context, Backups(backups?.Read(), isSaved), ApiJson.Plain.BackupsView);
    }

    private BackupsView Backups(BackupState? state, bool isSaved) =>
        new(true, PoolView.Of(pool, desk).Items, state?.Applications ?? [], state?.ApplicationsActive == true, state is null ? "" : Sentence(state.Describe()) + (isSaved ? "" : " " + Words.NotSaved), isSaved);

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";

    // Also when the store does not take it, or the caller has left: what was done is done.
    private Task RecordAsync(ApiCaller caller, string action, string target, string result) =>
        AdminRecord.TryWriteAsync(services, caller, action, AdminRecord.Target(target), result, CancellationToken.None);
}
