using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api;

/// <summary>Looks messages and conversations up.</summary>
internal sealed class MessageEndpoints(ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, ApiServices services, ApiGate gate)
    {
        var endpoints = new MessageEndpoints(services);
        routes.MapGet("/api/messages", gate.Require(ApiRole.Read, endpoints.HistoryAsync));
        routes.MapGet("/api/messages/{id}", gate.Require(ApiRole.Read, endpoints.ShowAsync));
    }

    private async Task ShowAsync(HttpContext context, ApiCaller caller)
    {
        var query = new ApiQuery(context);
        if (query.PathId() is not { } id)
        {
            await ApiAnswer.BadRequestAsync(context, query.Problems);
        }
        else if (services.Store.Find(id) is { } record)
        {
            var view = MessageView.Of(record, services.Store);
            await ApiAnswer.JsonAsync(context, view with { Reason = view.Reason ?? await WaitAsync(record, context.RequestAborted) }, ApiJson.Plain.MessageView);
        }
        else
        {
            await ApiAnswer.ErrorAsync(context, 404, "not_found", "No message has this id; completed ones are kept for the days of Storage:Sqlite:HistoryDays.");
        }
    }

    private async ValueTask<string?> WaitAsync(MessageRecord record, CancellationToken cancellation) =>
        services.Outward is { } outward && Queues.IsSend(record.Queue) ? await outward.Waits.OfAsync(record, services.Store.ReadTrace(record.Id), cancellation) : null;

    private Task HistoryAsync(HttpContext context, ApiCaller caller)
    {
        var query = new ApiQuery(context);
        var conversation = query.Text("conversation")?.Replace(' ', '+'); // keys hold no spaces; a plus that was not escaped arrives as one
        var (before, limit) = (query.Id("before"), query.Limit());
        if (string.IsNullOrEmpty(conversation) && query.Problems.Count == 0)
        {
            query.Problems.Add(new ErrorDetail("conversation", "is needed: the conversationKey of an event"));
        }

        if (query.Problems.Count > 0)
        {
            return ApiAnswer.BadRequestAsync(context, query.Problems);
        }

        var found = MessageHistory.Read(services.Store, services.Settings.Current, conversation!, before, limit + 1);
        var items = found.Take(limit).Select(record => MessageView.Of(record, services.Store)).ToList();
        return ApiAnswer.JsonAsync(context, new MessagePage(items, found.Count > limit ? items[^1].Id : null), ApiJson.Plain.MessagePage);
    }
}
