using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Operations;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Contacts;
using RouteOptions = Relevo.Resilience.Notifications.Settings.RouteOptions; // routing has one too

namespace Relevo.Gateway.Api.Notices;

/// <summary>Telling people by hand, what they were told, and who they are. Each call is recorded.</summary>
internal sealed class NoticeEndpoints(Notifier notifier, ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, Notifier notifier, ApiServices services, ApiGate gate)
    {
        var endpoints = new NoticeEndpoints(notifier, services);
        routes.MapGet("/admin/contacts", gate.Require(ApiRole.Admin, endpoints.ContactsAsync));
        routes.MapPost("/admin/notify", gate.Require(ApiRole.Admin, endpoints.NotifyAsync));
        routes.MapGet("/admin/notices", gate.Require(ApiRole.Admin, endpoints.ListAsync));
    }

    private async Task ContactsAsync(HttpContext context, ApiCaller caller)
    {
        await AdminRecord.TryWriteAsync(services, caller, "contacts", "", "done", context.RequestAborted);
        await ApiAnswer.JsonAsync(context, ContactsView.At(services.Settings.Current.Contacts, services.Time.GetUtcNow()), ApiJson.Plain.ContactsView);
    }

    private async Task ListAsync(HttpContext context, ApiCaller caller)
    {
        if (await ApiQuery.ReadLimitAsync(context) is not { } limit)
        {
            return;
        }

        await AdminRecord.TryWriteAsync(services, caller, "notices", "", "done", context.RequestAborted);
        var notices = await notifier.RecentAsync(limit, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new NoticesView([.. notices.Select(NoticeView.Of)]), ApiJson.Plain.NoticesView);
    }

    private async Task NotifyAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, NotifyRequest.Read) is not { } request)
        {
            return;
        }

        var setUp = notifier.ChannelsSetUp;
        var id = setUp.Count == 0 ? null : notifier.NotifyByHand(request.Level, request.Message);
        var level = LevelWords.Of(request.Level);
        await AdminRecord.TryWriteAsync(services, caller, "notify", level, setUp.Count == 0 ? "no channel" : id is null ? "no room" : "done", CancellationToken.None);
        if (setUp.Count == 0)
        {
            await ApiAnswer.ErrorAsync(
                context, StatusCodes.Status409Conflict, "no_channel", "Nobody can be told: the settings set up no channel. Set one up under Notifications (Slack, Email, Sms, PagerDuty, Webhook).");
        }
        else if (id is null)
        {
            context.Response.Headers.RetryAfter = "1";
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "too_many_waiting", "Too many notices by hand wait to be told (a quarter of Notifications:Delivery:MaxWaiting); try again.");
        }
        else
        {
            await ApiAnswer.JsonAsync(context, Answer(id, request.Level, setUp), ApiJson.Plain.NotifyAnswer);
        }
    }

    private NotifyAnswer Answer(string id, HealthLevel level, IReadOnlyList<string> setUp)
    {
        var route = Route(services.Settings.Current.Notifications.Routes, level);
        var (tell, cannot) = (route.FindAll(name => setUp.Contains(name, StringComparer.Ordinal)), route.Except(setUp, StringComparer.Ordinal).ToList());
        var word = LevelWords.Of(level);
        var said = tell.Count > 0
            ? $"It goes out by {string.Join(", ", tell)}; GET /admin/notices shows whether it arrived."
            : $"It is recorded and nobody is told: no channel for {word} is set up (Notifications:Routes); those set up are {string.Join(", ", setUp)}.";
        return new NotifyAnswer(true, id, word, tell, cannot, said + (tell.Count > 0 && cannot.Count > 0 ? $" Not set up: {string.Join(", ", cannot)}." : ""));
    }

    private static List<string> Route(RouteOptions routes, HealthLevel level)
    {
        var route = level switch
        {
            HealthLevel.Healthy => routes.Healthy,
            HealthLevel.Degraded => routes.Degraded,
            HealthLevel.Critical => routes.Critical,
            _ => routes.Emergency,
        };
        return [.. route.Distinct(StringComparer.Ordinal)];
    }
}
