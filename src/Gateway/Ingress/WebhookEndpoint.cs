using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Flow;
using Relevo.Gateway.Health.Readings;
using Relevo.Providers;
using Relevo.Providers.Meta;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>
/// The way in: read, authenticate, normalise, store, answer. The only 200 stands behind the commit; nothing transient is
/// answered with a status that makes a provider drop the event.
/// </summary>
internal sealed class WebhookEndpoint
{
    private readonly IMessageStore _store;
    private readonly TimeProvider _time;
    private readonly IngressMetrics _metrics;
    private readonly WebhookActivity _activity;
    private readonly HiddenContacts _hidden;
    private readonly StrangerNotice _strangers;
    private readonly OutwardNews _outward;
    private readonly IngressOptions _options;
    private readonly BodyBudget _budget;
    private readonly StopSign _stop;
    private volatile RoutingTable _routes;
    private volatile EventRouter _router;

    public WebhookEndpoint(IMessageStore store, SettingsHolder settings, StopSign stop, TimeProvider time, IngressMetrics metrics, WebhookActivity activity, HiddenContacts hidden, StrangerNotice strangers, OutwardNews outward)
    {
        _store = store;
        _time = time;
        _metrics = metrics;
        _activity = activity;
        _hidden = hidden;
        _strangers = strangers;
        _outward = outward;
        _stop = stop;
        _options = settings.Current.Ingress;
        _budget = new BodyBudget(_options.MaxBufferedBytes);
        _routes = RoutingTable.From(settings.Current);
        _router = new EventRouter(_routes, settings.Current.Gateway.StaleAfterDays);
        settings.Changed += changed =>
        {
            _routes = RoutingTable.From(changed);
            _router = new EventRouter(_routes, changed.Gateway.StaleAfterDays);
        };
    }

    /// <summary>Answers one request to a webhook path.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var started = _time.GetTimestamp();
        var response = context.Response;
        if (!WebhookPath.TryParse(context.Request.Path.Value ?? "", out var path))
        {
            await WebhookAnswer.ErrorAsync(response, StatusCodes.Status404NotFound, "not_found", "No webhook lives here. Use /webhooks/{provider}/{number} or /webhooks/whatsapp.");
            return;
        }

        var routes = _routes;
        var number = path.IsShared ? null : routes.Find(path.Provider, path.Number);
        var provider = path.IsShared ? ProviderNames.Meta : path.Provider;
        if (number is null && !path.IsShared)
        {
            await WebhookAnswer.ErrorAsync(response, StatusCodes.Status404NotFound, "unknown_number", "No number of this provider has this name in the settings.");
            _metrics.Answered("unknown", "unknown", "not_found", response.StatusCode, _time.GetElapsedTime(started));
            return;
        }

        var outcome = HttpMethods.IsPost(context.Request.Method) ? await PostAsync(context, routes, number, provider, path)
            : HttpMethods.IsGet(context.Request.Method) && provider == ProviderNames.Meta && path.Segments.Count == 0 ? await ShakeHandsAsync(context, routes, number)
            : await RefuseMethodAsync(response, provider);
        _metrics.Answered(provider, number?.Number.Name ?? WebhookPath.Shared, outcome, response.StatusCode, _time.GetElapsedTime(started));
    }

    private static async ValueTask<string> RefuseMethodAsync(HttpResponse response, string provider)
    {
        response.Headers.Allow = provider == ProviderNames.Meta ? "GET, POST" : "POST";
        await WebhookAnswer.ErrorAsync(response, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "Webhooks are posted here.");
        return "method";
    }

    private static async ValueTask<string> ShakeHandsAsync(HttpContext context, RoutingTable routes, NumberRoute? number)
    {
        var tokens = number is not null ? [number.Number.VerifyToken] : routes.Meta.Select(route => route.Number.VerifyToken);
        if (MetaHandshake.Challenge(context.Request.QueryString.Value, tokens) is { } challenge)
        {
            await WebhookAnswer.ChallengeAsync(context.Response, challenge);
            return "handshake";
        }

        await WebhookAnswer.ErrorAsync(context.Response, StatusCodes.Status403Forbidden, "forbidden", "The verify token is not the one in the settings (Numbers.*.VerifyToken).");
        return "forbidden";
    }

    private async ValueTask<string> PostAsync(HttpContext context, RoutingTable routes, NumberRoute? number, string provider, WebhookPath path)
    {
        if (_stop.IsUp || _store.Refusal is not null)
        {
            return await LaterAsync(context.Response, StatusCodes.Status503ServiceUnavailable, _store.Refusal ?? "the gateway is stopping");
        }

        using var body = new WebhookBody(context.Request.BodyReader, _budget);
        try
        {
            if (!await body.ReadAsync(context.RequestAborted))
            {
                return await LaterAsync(context.Response, StatusCodes.Status503ServiceUnavailable, "too many large bodies at once");
            }
        }
        catch (BadHttpRequestException error)
        {
            return await RefuseBodyAsync(context.Response, error.StatusCode);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectionResetException))
        {
            context.Response.Headers.Connection = "close"; // the server could not make sense of the body's chunks
            return await RefuseBodyAsync(context.Response, StatusCodes.Status400BadRequest);
        }

        var request = new WebhookRequest
        {
            Headers = new HeaderView(context.Request.Headers),
            Body = body.Bytes,
            PublicUrl = routes.PublicUrl,
            RawTarget = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "",
            Segments = path.Segments,
            ReceivedUtc = _time.GetUtcNow(),
        };
        return await AcceptAsync(context.Response, request, routes, number, provider);
    }

    private async ValueTask<string> RefuseBodyAsync(HttpResponse response, int status)
    {
        var (word, message) = status switch
        {
            StatusCodes.Status413PayloadTooLarge => ("too_large", $"The body is too large; at most {_options.MaxBodyBytes} bytes are taken."),
            StatusCodes.Status408RequestTimeout => ("bad_request", "The body did not arrive in time."),
            _ => ("bad_request", "The body ended early, or its chunks cannot be read."),
        };
        await WebhookAnswer.ErrorAsync(response, status, word, message);
        return word;
    }

    private async ValueTask<string> AcceptAsync(HttpResponse response, WebhookRequest request, RoutingTable routes, NumberRoute? number, string provider)
    {
        var known = WebhookProviders.Find(provider)!;
        if (Signer(request, number?.Secrets ?? routes.MetaSecrets, known) is not { } signer)
        {
            await WebhookAnswer.ErrorAsync(response, StatusCodes.Status401Unauthorized, "unauthorized", "The signature or token is missing or wrong.");
            return "unauthorized";
        }

        _activity.Saw(provider);
        var messages = Read(request, number, signer, known, routes, out var learned);
        if (messages.Count == 0)
        {
            await WebhookAnswer.AcceptedAsync(response, 0, 0);
            return "accepted";
        }

        var result = learned.Receipts.Count == 0 ? await _store.AppendAsync(messages) : await _store.AppendAsync(messages, learned.Receipts);
        if (result.Status != AppendStatus.Stored)
        {
            return await LaterAsync(response, result.Status == AppendStatus.Overloaded ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable, result.Reason!);
        }

        _metrics.Duplicates(result.Duplicates, provider);
        _outward.Stored(learned);
        await WebhookAnswer.AcceptedAsync(response, result.Stored, result.Duplicates);
        return "accepted";
    }

    private List<QueuedMessage> Read(WebhookRequest request, NumberRoute? number, WebhookNumber signer, WebhookProvider provider, RoutingTable routes, out LearnedEvents learned)
    {
        var events = new List<InboundEvent>(1);
        provider.Normaliser.Normalise(request, number?.Number ?? signer, events);
        _hidden.Resolve(events);
        learned = _outward.Read(events, routes, request.ReceivedUtc);
        foreach (var e in events)
        {
            _metrics.Found(e.Kind, provider.Name);
        }

        var messages = _router.Route(events, number, provider.Name, signer.Secrets[0], request, out var strangers);
        _outward.Delay(messages, learned);
        _strangers.Saw(provider.Name, strangers);
        return messages;
    }

    private static WebhookNumber? Signer(WebhookRequest request, IReadOnlyList<WebhookNumber> secrets, WebhookProvider provider)
    {
        foreach (var secret in secrets)
        {
            if (provider.Authenticator.IsAuthentic(request, secret))
            {
                return secret;
            }
        }

        return null;
    }

    private async ValueTask<string> LaterAsync(HttpResponse response, int status, string reason)
    {
        await WebhookAnswer.LaterAsync(response, status, reason, _options.RetryAfterSeconds);
        return "refused";
    }
}
