using System.Text.Json;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Requests;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What is restricted now, and restricting by hand.</summary>
internal sealed class DegradationEndpoints(DegradationControl control, ApiServices services)
{
    private const int LongestReason = 200;

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
        using var body = await ApiBody.ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var problems = new List<ErrorDetail>();
        RefuseOthers(body.RootElement, problems, "set", "level");
        var set = Word(body.RootElement, "set", ["on", "off", "auto"], isNeeded: true, problems);
        var level = Word(body.RootElement, "level", ["degraded", "critical", "emergency"], isNeeded: false, problems);
        if (level is not null && set is not null and not "on")
        {
            problems.Add(new ErrorDetail("level", "belongs to set \"on\" only"));
        }

        if (problems.Count > 0)
        {
            await ApiAnswer.BadRequestAsync(context, problems);
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "degradation." + set, level ?? "", "done", context.RequestAborted);
        control.Set(set switch { "auto" => null, "off" => HealthLevel.Healthy, _ => Enum.Parse<HealthLevel>(level ?? "degraded", ignoreCase: true) }, caller.Name);
        await AnswerAsync(context);
    }

    private async Task MaintainAsync(HttpContext context, ApiCaller caller)
    {
        using var body = await ApiBody.ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var problems = new List<ErrorDetail>();
        var set = Word(body.RootElement, "set", ["on", "off"], isNeeded: true, problems);
        var fields = new RequestFields(body.RootElement, "", problems);
        fields.Ignore("set");
        var reason = fields.Word("reason", LongestReason) ?? $"{caller.Name} asked for it";
        fields.RefuseOthers();
        if (problems.Count > 0)
        {
            await ApiAnswer.BadRequestAsync(context, problems);
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "maintenance." + set, "", "done", context.RequestAborted);
        control.Maintain(set == "on" ? reason : null);
        await AnswerAsync(context);
    }

    private static void RefuseOthers(JsonElement body, List<ErrorDetail> problems, params ReadOnlySpan<string> known)
    {
        var fields = new RequestFields(body, "", problems);
        fields.Ignore(known);
        fields.RefuseOthers();
    }

    private static string? Word(JsonElement body, string field, string[] words, bool isNeeded, List<ErrorDetail> problems)
    {
        if (!body.TryGetProperty(field, out var value) && !isNeeded)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Array.Find(words, word => string.Equals(word, value.GetString(), StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known; // levels are written in capitals everywhere else
        }

        problems.Add(new ErrorDetail(field, "must be one of " + string.Join(", ", words)));
        return null;
    }

    private Task AnswerAsync(HttpContext context) => ApiAnswer.JsonAsync(context, DegradationView.Of(control.State), ApiJson.Plain.DegradationView);
}
