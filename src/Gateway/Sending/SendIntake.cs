using Relevo.Contracts.Messages;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Gateway.Sending.Requests;
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
    public async ValueTask CheckAsync(SendRequest request, List<ErrorDetail> problems, CancellationToken cancellation)
    {
        var job = request.Job;
        if (job.From is { } from && desk.Numbers.Find(from) is null)
        {
            problems.Add(new ErrorDetail("from", "there is no number of that name; GET /api/numbers lists them"));
        }
        else if (job.From is not null)
        {
            Add(problems, "from", Problem(job, job.From));
        }
        else if (desk.Numbers.OfEachProvider.Count == 0)
        {
            problems.Add(new ErrorDetail("from", "no number of the settings can send: " + (desk.Numbers.All.Count == 0 ? "there is none" : desk.Numbers.All[0].Problem)));
        }
        else if (await OwnAsync(job, cancellation) is { } own && Problem(job, own) is { } problem)
        {
            problems.Add(new ErrorDetail("messageType", $"{problem} ({own} is this contact's number; name another one with from)"));
        }
        else
        {
            Add(problems, "messageType", ProblemOfAll(job));
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

    private static void Add(List<ErrorDetail> problems, string field, string? problem)
    {
        if (problem is not null)
        {
            problems.Add(new ErrorDetail(field, problem));
        }
    }

    // Null when some provider can send it; else what the first of them lacks.
    private string? ProblemOfAll(SendJob job)
    {
        string? first = null;
        foreach (var number in desk.Numbers.OfEachProvider)
        {
            if (Problem(job, number.Name) is not { } problem)
            {
                return null;
            }

            first ??= problem;
        }

        return first;
    }

    private string? Problem(SendJob job, string name)
    {
        if (desk.Numbers.Find(name) is not { } number)
        {
            return null;
        }

        if (number.Problem is { } problem)
        {
            return problem;
        }

        var message = Templates.Resolve(job.Message, number.Provider, settings.Current, out var unknown);
        return unknown ?? number.Protocol!.Refusal(message);
    }

    private async ValueTask<string?> OwnAsync(SendJob job, CancellationToken cancellation)
    {
        try
        {
            return (await contacts.FindAsync(aliases.Canonical(job.Message.To), cancellation)).Number;
        }
        catch (Exception error) when (error is StoreException or TimeoutException)
        {
            return null; // it is looked up again when its turn comes
        }
    }
}
