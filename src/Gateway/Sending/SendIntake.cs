using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Gateway.Sending.Requests;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending;

/// <summary>Takes sends from applications: refuses what could never leave, makes the rest durable.</summary>
internal sealed class SendIntake(SendDesk desk, ContactBook contacts, Aliases aliases, SettingsHolder settings, IMessageStore store, RecentRequests recent, StoreGauges gauges, TimeProvider time)
{
    /// <summary>True when so many wait that no more are taken.</summary>
    public bool IsFull => gauges.Last is { } reading && reading.Sends.WaitingTotal + reading.Sends.Delayed >= settings.Current.Sending.MaxWaiting;

    /// <summary>Sends that wait, as of the last reading.</summary>
    public long Waiting => gauges.Last?.Sends.WaitingTotal ?? 0;

    /// <summary>Says what no number can do, so that the caller hears it now and not from the dead letters.</summary>
    /// <param name="job">What is to be done; null when that was not understood, and only its number can be judged.</param>
    /// <param name="asked">The request as it came.</param>
    /// <param name="problems">Where problems are added.</param>
    /// <param name="cancellation">Ends it.</param>
    public async ValueTask CheckAsync(SendJob? job, JsonElement asked, List<ErrorDetail> problems, CancellationToken cancellation)
    {
        var from = job?.From ?? FromOf(asked);
        if ((from is not null && !IsUsable(from, problems)) || job is null)
        {
            return;
        }

        if (job.From is not null)
        {
            Add(problems, Refusal(job, job.From), asked);
        }
        else if (desk.Numbers.OfEachProvider.Count == 0)
        {
            problems.Add(new ErrorDetail("from", "is of no use, no number of the settings can send: " + (desk.Numbers.All.Count == 0 ? "there is none" : Bare(desk.Numbers.All[0].Problem!))));
        }
        else if (await OwnAsync(job, cancellation) is { } own && desk.Numbers.Find(own) is { Problem: null } && Refusal(job, own) is { } refusal)
        {
            Add(problems, refusal, asked, $" ({own} is this contact's number; name another one with from)");
        }
        else
        {
            Add(problems, RefusalOfAll(job), asked);
        }
    }

    /// <summary>The message to be stored for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Name of the API key; idempotency keys of two callers are two.</param>
    /// <param name="hash">Hash of the request, to tell a repetition from another request under the same key.</param>
    public QueuedMessage Message(SendRequest request, string caller, ulong hash)
    {
        var job = request.Job;
        // The lane hangs on what was asked for alone: a name learned meanwhile would let later sends overtake those that wait.
        var lane = Queues.LaneOf(job.Message.To);
        return new QueuedMessage
        {
            Queue = request.Due is null ? Queues.Sends : Queues.Scheduled,
            Number = job.From ?? "",
            Kind = EventKind.Message,
            Priority = request.Priority,
            LaneKey = request.Due is { } due ? $"{lane}:at:{due.ToUnixTimeMilliseconds()}" : lane,
            HistoryKey = Queues.LaneOf(aliases.Canonical(job.Message.To)),
            ReceivedUtc = time.GetUtcNow(),
            Due = request.Due ?? default,
            OnceKey = request.IdempotencyKey is { } key ? OnceKey(caller, key) : null,
            OnceBody = hash,
            Payload = SendJobCodec.Encode(job),
        };
    }

    /// <summary>
    /// The first message under an idempotency key of the last 24 hours, marked as a duplicate, or null. Asked for requests
    /// that could not be taken now (their time has passed, their number is gone) and may have been taken before.
    /// </summary>
    /// <exception cref="StoreException">It cannot be looked up now.</exception>
    public async ValueTask<QueuedMessage?> RecallAsync(string caller, string key, ulong hash, CancellationToken cancellation)
    {
        var message = new QueuedMessage { Queue = Queues.Sends, Number = "", ReceivedUtc = time.GetUtcNow(), OnceKey = OnceKey(caller, key), OnceBody = hash };
        return recent.Recall(message) || await store.RecallAsync(message, cancellation) ? message : null;
    }

    /// <summary>Makes messages durable. A request that was answered a moment ago gets its answer without the store.</summary>
    public async ValueTask<AppendResult> StoreAsync(IReadOnlyList<QueuedMessage> messages)
    {
        var news = messages.Where(message => !message.IsDuplicate && !recent.Recall(message)).ToList();
        if (news.Count == 0)
        {
            return new AppendResult(AppendStatus.Stored, 0, messages.Count, null);
        }

        var result = await store.AppendAsync(news);
        if (result.Status == AppendStatus.Stored)
        {
            news.ForEach(recent.Learn);
        }

        return result;
    }

    private static string OnceKey(string caller, string key) => $"{caller}:{key}";

    private static string? FromOf(JsonElement asked) =>
        asked.ValueKind == JsonValueKind.Object && asked.TryGetProperty("from", out var from) && from.ValueKind == JsonValueKind.String && SoundJson.IsSound(from, maxDepth: 0) ? from.GetString() : null;

    private static void Add(List<ErrorDetail> problems, MessageRefusal? refusal, JsonElement asked, string hint = "")
    {
        if (refusal is not null)
        {
            problems.Add(new ErrorDetail(RefusedField.Of(refusal.Part, asked), $"is refused: {Bare(refusal.Sentence)}{hint}"));
        }
    }

    // Problems go on in a line of their own, and end without a full stop.
    private static string Bare(string sentence) => sentence.TrimEnd('.');

    private bool IsUsable(string from, List<ErrorDetail> problems)
    {
        if (problems.Exists(problem => problem.Field == "from"))
        {
            return false;
        }

        var number = desk.Numbers.Find(from);
        if (number is { Problem: null })
        {
            return true;
        }

        problems.Add(new ErrorDetail("from", number is null ? "there is no number of that name; GET /api/numbers lists them" : $"cannot send: {Bare(number.Problem)}"));
        return false;
    }

    // Null when some provider can send it; else what the first of them lacks.
    private MessageRefusal? RefusalOfAll(SendJob job)
    {
        MessageRefusal? first = null;
        foreach (var number in desk.Numbers.OfEachProvider)
        {
            if (Refusal(job, number.Name) is not { } refusal)
            {
                return null;
            }

            first ??= refusal;
        }

        return first;
    }

    private MessageRefusal? Refusal(SendJob job, string name)
    {
        if (desk.Numbers.Find(name) is not { Protocol: { } protocol } number)
        {
            return null;
        }

        var message = Templates.ResolveOrRefuse(job.Message, number.Provider, settings.Current, out var unknown);
        return unknown ?? protocol.Check(message);
    }

    // What cannot be looked up now is looked up again when its turn comes.
    private async ValueTask<string?> OwnAsync(SendJob job, CancellationToken cancellation) =>
        (await contacts.TryFindAsync(aliases.Canonical(job.Message.To), cancellation))?.Number;
}
