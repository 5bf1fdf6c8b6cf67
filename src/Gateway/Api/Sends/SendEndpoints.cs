using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Requests;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Sends;

/// <summary>Takes sends: one, up to a hundred, or for a later time. Whatever is answered with success is durable.</summary>
internal sealed class SendEndpoints(SendIntake intake, NumberPool pool, ApiServices services)
{
    private const int MaxOneBytes = 64 * 1024;
    private const int MaxBulkBytes = 4 * 1024 * 1024;
    private const int MaxBulk = 100;
    private const int MaxKey = 255;
    private const string MaintenanceRetrySeconds = "60";
    private static readonly string[] Roots = ["/api/queue", "/api/whatsapp/queue"];

    public static void Map(IEndpointRouteBuilder routes, OutwardServices outward, ApiServices services, ApiGate gate)
    {
        var endpoints = new SendEndpoints(outward.Intake, outward.Pool, services);
        foreach (var root in Roots)
        {
            routes.MapPost(root + "/add", gate.Require(ApiRole.Send, (context, caller) => endpoints.OneAsync(context, caller, mustBeScheduled: false)));
            routes.MapPost(root + "/schedule", gate.Require(ApiRole.Send, (context, caller) => endpoints.OneAsync(context, caller, mustBeScheduled: true)));
            routes.MapPost(root + "/bulk", gate.Require(ApiRole.Send, endpoints.BulkAsync));
        }
    }

    private async Task OneAsync(HttpContext context, ApiCaller caller, bool mustBeScheduled)
    {
        using var body = await ApiBody.ReadAsync(context, MaxOneBytes);
        if (body is null || await IsClosedAsync(context))
        {
            return;
        }

        var problems = new List<ErrorDetail>();
        var key = KeyOf(context, problems);
        var request = SendRequestReader.Read(body.RootElement, mustBeScheduled, services.Time.GetUtcNow(), problems, out var job);
        await intake.CheckAsync(job, body.RootElement, problems, context.RequestAborted);
        if (problems.Count == 0)
        {
            var message = Message(request! with { IdempotencyKey = key ?? request.IdempotencyKey }, caller, body.RootElement);
            if (await StoredAsync(context, [message]))
            {
                await AnswerAsync(context, message);
            }
        }
        else if (await RecallAsync(caller, key ?? KeyIn(body.RootElement), body.RootElement, context.RequestAborted) is { } first)
        {
            await AnswerAsync(context, first);
        }
        else
        {
            await ApiAnswer.BadRequestAsync(context, problems);
        }
    }

    private async Task AnswerAsync(HttpContext context, QueuedMessage message)
    {
        if (message.IsOnceConflict)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, "idempotency_conflict", $"This idempotency key was used for another request within the last 24 hours ({message.Id}). Use a new key for a new message.");
            return;
        }

        var (position, delay) = Estimate(message);
        await ApiAnswer.JsonAsync(context, new SendAnswerView(true, message.Id.ToString(), position, delay), ApiJson.Plain.SendAnswerView);
    }

    // A request that was taken once is answered as it was then, also when it could not be taken any more. One that was refused
    // has left no key; with another body its mistakes are of more use than the conflict.
    private async ValueTask<QueuedMessage?> RecallAsync(ApiCaller caller, string? key, JsonElement asked, CancellationToken cancellation) =>
        key is null || await intake.RecallAsync(caller.Name, key, RequestHash.Of(asked), cancellation) is not { IsOnceConflict: false } first ? null : first;

    private async Task BulkAsync(HttpContext context, ApiCaller caller)
    {
        using var body = await ApiBody.ReadAsync(context, MaxBulkBytes);
        if (body is null || await IsClosedAsync(context))
        {
            return;
        }

        if (!body.RootElement.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxBulk)
        {
            await ApiAnswer.BadRequestAsync(context, [new ErrorDetail("messages", string.Create(CultureInfo.InvariantCulture, $"must be a list of 1 to {MaxBulk} messages"))]);
            return;
        }

        var problems = new List<ErrorDetail>();
        var key = KeyOf(context, problems);
        RequestFields.RefuseOthers(body.RootElement, "messages", problems);
        if (problems.Count > 0)
        {
            await ApiAnswer.BadRequestAsync(context, problems);
            return;
        }

        var (messages, errors) = await ReadBulkAsync(list, caller, key, context.RequestAborted);
        if (messages.Count == 0)
        {
            var details = errors.SelectMany(error => error.Details.Select(detail => detail.Field == Element(error.Index) ? detail : new ErrorDetail($"{Element(error.Index)}.{detail.Field}", detail.Problem)));
            await ApiAnswer.BadRequestAsync(context, [.. details]);
        }
        else if (await StoredAsync(context, [.. messages.Select(each => each.Message)]))
        {
            errors.AddRange(messages.Where(each => each.Message.IsOnceConflict).Select(each => new BulkErrorView(each.Index, [new ErrorDetail("idempotencyKey", "was used for another request within the last 24 hours")])));
            var ids = messages.Where(each => !each.Message.IsOnceConflict).Select(each => each.Message.Id.ToString()).ToList();
            await ApiAnswer.JsonAsync(context, new BulkAnswerView(errors.Count == 0, ids.Count, ids, [.. errors.OrderBy(error => error.Index)]), ApiJson.Plain.BulkAnswerView);
        }
    }

    private async Task<(List<(int Index, QueuedMessage Message)> Messages, List<BulkErrorView> Errors)> ReadBulkAsync(JsonElement list, ApiCaller caller, string? key, CancellationToken cancellation)
    {
        var messages = new List<(int, QueuedMessage)>();
        var errors = new List<BulkErrorView>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var problems = new List<ErrorDetail>();
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new BulkErrorView(index, [new ErrorDetail(Element(index), "must be an object: a message like that of POST /api/queue/add")]));
                index++;
                continue;
            }

            var request = SendRequestReader.Read(item, mustBeScheduled: HasTime(item), services.Time.GetUtcNow(), problems, out var job);
            await intake.CheckAsync(job, item, problems, cancellation);
            if (problems.Count == 0)
            {
                messages.Add((index, Message(request! with { IdempotencyKey = request.IdempotencyKey ?? KeyAt(key, index) }, caller, item)));
            }
            else if (await RecallAsync(caller, KeyIn(item) ?? KeyAt(key, index), item, cancellation) is { } first)
            {
                messages.Add((index, first));
            }
            else
            {
                errors.Add(new BulkErrorView(index, problems));
            }

            index++;
        }

        return (messages, errors);
    }

    // Only what could come again under its key is compared by its hash.
    private QueuedMessage Message(SendRequest request, ApiCaller caller, JsonElement asked) =>
        intake.Message(request, caller.Name, request.IdempotencyKey is null ? 0 : RequestHash.Of(asked));

    private static string Element(int index) => string.Create(CultureInfo.InvariantCulture, $"messages[{index}]");

    private static string? KeyAt(string? key, int index) => key is null ? null : string.Create(CultureInfo.InvariantCulture, $"{key}:{index}");

    private static string? KeyIn(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("idempotencyKey", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;

    private static bool HasTime(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && (IsGiven(item, "scheduledFor") || IsGiven(item, "scheduledAt"));

    private static bool IsGiven(JsonElement item, string field) => item.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? KeyOf(HttpContext context, List<ErrorDetail> problems)
    {
        var values = context.Request.Headers["Idempotency-Key"];
        if (values.Count == 0)
        {
            return null;
        }

        if (values.Count > 1 || values[0] is not { Length: > 0 and <= MaxKey } key || key.Any(char.IsControl))
        {
            problems.Add(new ErrorDetail("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"must be one header of 1 to {MaxKey} characters")));
            return null;
        }

        return key;
    }

    private async Task<bool> IsClosedAsync(HttpContext context)
    {
        if (services.Degradation?.State is { MaintenanceReason: { } reason })
        {
            context.Response.Headers.RetryAfter = MaintenanceRetrySeconds;
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "maintenance", $"New sends are not taken for now: {reason}. Webhooks and replies go on. Send it again later, with the same idempotency key if it has one.");
            return true;
        }

        if (!intake.IsFull)
        {
            return false;
        }

        context.Response.Headers.RetryAfter = "10";
        await ApiAnswer.ErrorAsync(context, StatusCodes.Status429TooManyRequests, "too_many_waiting", "So many sends wait that no more are taken (Sending:MaxWaiting). Try again later, or add numbers.");
        return true;
    }

    private async Task<bool> StoredAsync(HttpContext context, IReadOnlyList<QueuedMessage> messages)
    {
        var result = await intake.StoreAsync(messages);
        if (result.Status == AppendStatus.Stored)
        {
            return true;
        }

        context.Response.Headers.RetryAfter = "1";
        var (status, error) = result.Status == AppendStatus.Overloaded ? (StatusCodes.Status429TooManyRequests, "overloaded") : (StatusCodes.Status503ServiceUnavailable, "store_unavailable");
        await ApiAnswer.ErrorAsync(context, status, error, $"Nothing was taken: {result.Reason}. Send it again, with the same idempotency key if it has one.");
        return false;
    }

    // An estimate: what waited a moment ago, at the rate that the numbers which can send may go now.
    private (long Position, double DelaySeconds) Estimate(QueuedMessage message)
    {
        if (message.Due != default)
        {
            return (0, Math.Max(0, Math.Round((message.Due - services.Time.GetUtcNow()).TotalSeconds, 1)));
        }

        var ahead = intake.Waiting;
        return (ahead + 1, ahead == 0 ? 0 : Math.Round(ahead / Math.Max(0.1, Rate()), 1));
    }

    private double Rate() => pool.List().Sum(number => number.RateNow);
}
