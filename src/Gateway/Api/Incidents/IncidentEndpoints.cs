using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Api.Incidents;

/// <summary>Incidents: what happened, and what people do about it. Each call is recorded.</summary>
internal sealed class IncidentEndpoints(IncidentBook book, ApiServices services)
{
    private const string Path = "/admin/incidents";
    private const string Unknown = "unknown";
    private static readonly TimeSpan SavePatience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes, IncidentBook book, ApiServices services, ApiGate gate)
    {
        var endpoints = new IncidentEndpoints(book, services);
        routes.MapGet(Path, gate.Require(ApiRole.Admin, endpoints.ListAsync));
        routes.MapGet(Path + "/{id}", gate.Require(ApiRole.Admin, endpoints.ShowAsync));
        routes.MapPost(Path + "/{id}/ack", gate.Require(ApiRole.Admin, endpoints.AcknowledgeAsync));
        routes.MapPost(Path + "/{id}/mark", gate.Require(ApiRole.Admin, endpoints.MarkAsync));
        routes.MapPost(Path + "/{id}/close", gate.Require(ApiRole.Admin, endpoints.CloseAsync));
        routes.MapGet(Path + "/{id}/report", gate.Require(ApiRole.Admin, endpoints.ReportAsync));
    }

    private async Task ListAsync(HttpContext context, ApiCaller caller)
    {
        if (await ApiQuery.ReadLimitAsync(context) is not { } limit)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "incidents", "", "done", context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new IncidentsView([.. book.List(limit).Select(IncidentLine.Of)]), ApiJson.Plain.IncidentsView);
    }

    private async Task ShowAsync(HttpContext context, ApiCaller caller)
    {
        var id = Id(context);
        var incident = book.Find(id);
        await RecordAsync(caller, "show", incident?.Id ?? id, incident is null ? Unknown : "done");
        if (incident is null)
        {
            await UnknownAsync(context);
            return;
        }

        var contacts = ContactsView.At(services.Settings.Current.Contacts, services.Time.GetUtcNow());
        await ApiAnswer.JsonAsync(context, IncidentView.Of(incident, contacts), ApiJson.Plain.IncidentView);
    }

    private async Task AcknowledgeAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, fields => HandNote.Read(fields, caller)) is { } hand)
        {
            await ActAsync(context, caller, "ack", id => book.Acknowledge(id, hand.By, hand.Note));
        }
    }

    private async Task MarkAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, fields => HandNote.ReadMark(fields, caller)) is { } hand)
        {
            await ActAsync(context, caller, "mark", id => book.Mark(id, hand.Mark, hand.By, hand.Note));
        }
    }

    private async Task CloseAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, fields => HandNote.Read(fields, caller)) is { } hand)
        {
            await ActAsync(context, caller, "close", id => book.Close(id, hand.By, hand.Note));
        }
    }

    private async Task ActAsync(HttpContext context, ApiCaller caller, string action, Func<string, IncidentAnswer> act)
    {
        var id = Id(context);
        var answer = act(id);
        var incident = book.Find(id);
        await RecordAsync(caller, action, incident?.Id ?? id, answer == IncidentAnswer.NotFound ? Unknown : Words.Of(answer));
        if (answer == IncidentAnswer.NotFound || incident is null)
        {
            await UnknownAsync(context);
        }
        else if (answer == IncidentAnswer.Closed)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", $"Incident {incident.Id} was closed by {incident.ClosedBy}; its cause and how it was fixed can still be noted with mark.");
        }
        else
        {
            // Somebody relies on it that others know: it is on disk before the answer, unless the disk does not take it now.
            var isSaved = await book.SavedWithinAsync(SavePatience);
            var said = Said(action, answer, incident) + (isSaved ? "" : " " + Words.NotSaved);
            await ApiAnswer.JsonAsync(context, new IncidentActionView(true, said, isSaved, IncidentLine.Of(incident)), ApiJson.Plain.IncidentActionView);
        }
    }

    private async Task ReportAsync(HttpContext context, ApiCaller caller)
    {
        var id = Id(context);
        var report = await book.ReportAsync(id, context.RequestAborted);
        await RecordAsync(caller, "report", book.Find(id)?.Id ?? id, report is null ? Unknown : "done");
        if (report is null)
        {
            await UnknownAsync(context);
            return;
        }

        context.Response.ContentType = "text/markdown; charset=utf-8";
        await context.Response.WriteAsync(report, context.RequestAborted);
    }

    private static string Said(string action, IncidentAnswer answer, Incident incident) => (action, answer) switch
    {
        ("ack", IncidentAnswer.NothingToDo) => $"{incident.AcknowledgedBy} looks after it already.",
        ("ack", _) => $"{incident.AcknowledgedBy} looks after it.",
        ("close", IncidentAnswer.NothingToDo) => $"It was closed by {incident.ClosedBy} already.",
        ("close", _) => "It is closed.",
        _ => "It is noted.",
    };

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static Task UnknownAsync(HttpContext context) => ApiAnswer.ErrorAsync(
        context, StatusCodes.Status404NotFound, "unknown_incident", "No incident has this id, or several ids begin with it; GET /admin/incidents lists them.");

    // Also when the caller has left: what was done is done.
    private Task RecordAsync(ApiCaller caller, string action, string target, string result) =>
        AdminRecord.TryWriteAsync(services, caller, "incidents." + action, AdminRecord.Target(target), result, CancellationToken.None);
}
