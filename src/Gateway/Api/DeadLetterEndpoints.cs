using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>Parked messages: list, show, retry, drop.</summary>
internal sealed class DeadLetterEndpoints(ApiServices services)
{
    private const string Path = "/api/deadletters";

    private readonly LetterActions _actions = new(services);

    public static void Map(IEndpointRouteBuilder routes, ApiServices services, ApiGate gate)
    {
        var endpoints = new DeadLetterEndpoints(services);
        routes.MapGet(Path, gate.Require(ApiRole.Read, endpoints.ListAsync));
        routes.MapGet(Path + "/{id}", gate.Require(ApiRole.Read, endpoints.ShowAsync));
        routes.MapPost(Path + "/retry", gate.Require(ApiRole.Admin, endpoints.RetryAsync));
        routes.MapPost(Path + "/drop", gate.Require(ApiRole.Admin, endpoints.DropAsync));
    }

    private Task ListAsync(HttpContext context, ApiCaller caller)
    {
        var query = new ApiQuery(context);
        var (after, limit) = (query.Id("after"), query.Limit());
        if (query.Problems.Count > 0)
        {
            return ApiAnswer.BadRequestAsync(context, query.Problems);
        }

        // One more than asked for tells whether another page follows.
        var found = services.Store.ListParked(after, limit + 1);
        var items = found.Take(limit).Select(letter => DeadLetterView.Of(letter, services.Store)).ToList();
        return ApiAnswer.JsonAsync(context, new DeadLetterPage(items, found.Count > limit ? items[^1].Id : null), ApiJson.Plain.DeadLetterPage);
    }

    private Task ShowAsync(HttpContext context, ApiCaller caller)
    {
        var query = new ApiQuery(context);
        if (query.PathId() is not { } id)
        {
            return ApiAnswer.BadRequestAsync(context, query.Problems);
        }

        return services.Store.Find(id) is { State: QueueProcessor.Store.MessageState.Parked } record
            ? ApiAnswer.JsonAsync(context, DeadLetterView.Of(record, services.Store), ApiJson.Plain.DeadLetterView)
            : ApiAnswer.ErrorAsync(context, 404, "not_found", "No dead letter has this id; GET /api/deadletters lists them.");
    }

    private async Task RetryAsync(HttpContext context, ApiCaller caller)
    {
        if (await SelectAsync(context, mayBeAll: true) is { } selection)
        {
            var answer = selection.All
                ? await _actions.RetryAllAsync(selection.IncludeUnknown, caller.Name, context.RequestAborted)
                : await _actions.RetryAsync(selection.Ids, caller.Name, context.RequestAborted);
            await ApiAnswer.JsonAsync(context, answer, ApiJson.Plain.RetryAnswer);
        }
    }

    private async Task DropAsync(HttpContext context, ApiCaller caller)
    {
        if (await SelectAsync(context, mayBeAll: false) is { } selection)
        {
            var answer = await _actions.DropAsync(selection.Ids, caller.Name, context.RequestAborted);
            await ApiAnswer.JsonAsync(context, answer, ApiJson.Plain.DropAnswer);
        }
    }

    private static async Task<LetterSelection?> SelectAsync(HttpContext context, bool mayBeAll)
    {
        using var body = await ApiBody.ReadAsync(context);
        if (body is null)
        {
            return null;
        }

        var problems = new List<ErrorDetail>();
        var selection = LetterSelection.Read(body.RootElement, mayBeAll, problems);
        if (selection is null)
        {
            await ApiAnswer.BadRequestAsync(context, problems);
        }

        return selection;
    }
}
