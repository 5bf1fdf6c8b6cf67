using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Providers.Media;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Media;

/// <summary>What applications ask of a provider about an inbound message, since they hold no credentials of its: its media, and the read mark.</summary>
internal sealed class MediaEndpoints(OutwardServices outward, ApiServices services)
{
    private const string Unsupported = "unsupported"; // as the provider's client says it

    public static void Map(IEndpointRouteBuilder routes, OutwardServices outward, ApiServices services, ApiGate gate)
    {
        var endpoints = new MediaEndpoints(outward, services);
        routes.MapGet("/api/media/{id}", gate.Require(ApiRole.Read, endpoints.MediaAsync));
        routes.MapPost("/api/events/{id}/read", gate.Require(ApiRole.Send, endpoints.ReadAsync));
    }

    private async Task MediaAsync(HttpContext context, ApiCaller caller)
    {
        if (await FindAsync(context) is not { } found)
        {
            return;
        }

        await using var media = await outward.Media.OpenAsync(found.Event.ToMediaSource(found.Number.Account), context.RequestAborted);
        if (media.Content is not { } content)
        {
            var (status, error) = Refusal(media.Problem);
            await ApiAnswer.ErrorAsync(context, status, error, media.Reason ?? "The media cannot be fetched.");
            return;
        }

        var response = context.Response;
        response.ContentType = media.ContentType;
        response.ContentLength = media.Length;
        response.Headers.ContentSecurityPolicy = "sandbox"; // a customer's file is never a page of ours
        var disposition = new ContentDispositionHeaderValue("attachment");
        if (media.FileName is { Length: > 0 } name)
        {
            disposition.SetHttpFileName(name);
        }

        response.Headers.ContentDisposition = disposition.ToString();
        try
        {
            await content.CopyToAsync(response.Body, context.RequestAborted);
        }
        catch (IOException)
        {
            context.Abort(); // the caller must not take a part for the whole
        }
    }

    private async Task ReadAsync(HttpContext context, ApiCaller caller)
    {
        if (await FindAsync(context) is not { } found || await TypingAsync(context) is not { } typing)
        {
            return;
        }

        var (e, number) = found;
        if (e is not { Kind: "message", ProviderMessageId: { } message, ContactKey: { } contact } || number.Protocol is not { } protocol)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", "This event is no message that could be marked as read.");
            return;
        }

        var outcome = await outward.Client.MarkReadAsync(protocol, message, contact, number.Account, typing, context.RequestAborted);
        if (outcome.Code == Unsupported)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", $"{number.Provider} has no read marks.");
            return;
        }

        if (outcome.Class == FailureClass.Accepted)
        {
            await ApiAnswer.JsonAsync(context, new ReadMarkView(true), ApiJson.Plain.ReadMarkView);
            return;
        }

        await ApiAnswer.ErrorAsync(context, StatusCodes.Status502BadGateway, "provider_failed", $"{number.Provider} did not take the read mark ({outcome.Code ?? "no code"}). It may be asked again.");
    }

    private static async Task<bool?> TypingAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0 && context.Request.ContentType is null)
        {
            return false;
        }

        using var body = await ApiBody.ReadAsync(context);
        if (body is null)
        {
            return null;
        }

        var problems = new List<ErrorDetail>();
        var fields = new Sending.Requests.RequestFields(body.RootElement, "", problems);
        var typing = fields.Flag("typing");
        fields.RefuseOthers();
        if (problems.Count == 0)
        {
            return typing;
        }

        await ApiAnswer.BadRequestAsync(context, problems);
        return null;
    }

    private async Task<(StoredEvent Event, SendNumber Number)?> FindAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        if (query.PathId() is not { } id)
        {
            await ApiAnswer.BadRequestAsync(context, query.Problems);
            return null;
        }

        if (services.Store.Find(id) is not { } record || Queues.IsSend(record.Queue) || StoredEvent.Read(record.Payload) is not { } e)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "not_found", "No event has this id; completed ones are kept for the days of Storage:Sqlite:HistoryDays.");
            return null;
        }

        if (outward.Desk.Numbers.Find(record.Number) is { } number)
        {
            return (e, number);
        }

        await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "not_possible", "The number of this event does not stand in the settings any more.");
        return null;
    }

    private static (int Status, string Error) Refusal(MediaProblem problem) => problem switch
    {
        MediaProblem.NoMedia => (StatusCodes.Status409Conflict, "no_media"),
        MediaProblem.NotFound => (StatusCodes.Status404NotFound, "not_found"),
        MediaProblem.TooLarge => (StatusCodes.Status413PayloadTooLarge, "too_large"),
        MediaProblem.Unauthorized => (StatusCodes.Status502BadGateway, "provider_refused"),
        _ => (StatusCodes.Status502BadGateway, "provider_failed"),
    };
}
