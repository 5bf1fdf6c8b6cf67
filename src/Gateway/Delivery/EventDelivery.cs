using Relevo.Gateway.Configuration;
using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Delivery;

/// <summary>Hands the events of one application to it: at least once, the same id every time.</summary>
internal sealed class EventDelivery : ILaneHandler, IDisposable
{
    // The store says itself for how long it fails; the application is not to hear the same event every second meanwhile.
    private static readonly TimeSpan UnsavedPause = TimeSpan.FromSeconds(5);
    private readonly DeliveryClient _client;
    private readonly IMessageStore _store;
    private readonly TimeProvider _time;
    private readonly DeliveryMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LateMatch? _late;
    private readonly WorkerScale? _scale;
    private volatile DeliveryTarget _target;

    public EventDelivery(DeliveryTarget target, DeliveryClient client, IMessageStore store, TimeProvider time, DeliveryMetrics metrics, ILogger<EventDelivery> logger, LateMatch? late = null, WorkerScale? scale = null)
    {
        _scale = scale;
        _late = late;
        _target = target;
        _client = client;
        _store = store;
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Where the events go, and how it is doing.</summary>
    public DeliveryTarget Target
    {
        get => _target;
        set => _target = value;
    }

    public int Concurrency => _scale?.Of(_target.Concurrency) ?? _target.Concurrency;

    public bool IsPaused => _target.Endpoints.AllOpen;

    public bool TryEnter(out long pass) => _target.Endpoints.TryEnter(out pass);

    public void Left(long pass) => _target.Endpoints.Left(pass);

    public async ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, long pass, CancellationToken cancellation)
    {
        var target = _target;
        if (ParkedBefore(message, target) is { } parked)
        {
            target.Endpoints.Left(pass);
            return Said(parked, message, target);
        }

        _late?.Resolve(message);
        var answer = await _client.PostAsync(message, target.Endpoints.Url(pass), target.Signer, target.Timeout, target.Options.MaxAnswerBytes, cancellation);
        _metrics.Answered(_time.GetUtcNow() - message.ReceivedUtc, answer.IsSuccess ? "delivered" : answer.IsRefusal ? "refused" : "failed");
        return answer.IsSuccess ? await DeliveredAsync(message, answer, target, pass) : Failed(message, answer, target, pass);
    }

    public void Dispose() => _target.Endpoints.Dispose();

    private static LaneOutcome? ParkedBefore(QueuedMessage message, DeliveryTarget target)
    {
        if (message.Deaths >= target.Options.MaxDeaths)
        {
            return new LaneOutcome(LaneOutcomeKind.Park, default, $"the gateway died {message.Deaths} times while it was in work");
        }

        return message.Failures is { } trail
            ? DeliveryVerdict.Review(message, target.Endpoints.WasDownSince(trail.Last), target.Endpoints.ServedSince(trail.Last), target.Options)
            : null;
    }

    private async ValueTask<LaneOutcome> DeliveredAsync(QueuedMessage message, DeliveryAnswer answer, DeliveryTarget target, long pass)
    {
        target.Endpoints.Succeeded(pass);
        var sends = Replies.Read(answer.Body, message, target.Options.MaxReplies, _time.GetUtcNow(), out var ignored);
        if (ignored > 0)
        {
            Log.RepliesIgnored(_logger, ignored, message.Id.ToString(), target.Name);
        }

        if (sends.Count > 0 && await _store.AppendAsync(sends) is { Status: not AppendStatus.Stored } refused)
        {
            // The event is delivered once more rather than losing its replies; their keys keep them from doubling.
            Log.RepliesNotStored(_logger, refused.Reason ?? "");
            return new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow() + (UnsavedPause * (1 + Random.Shared.NextDouble())), null, "replies not stored");
        }

        return LaneOutcome.Complete;
    }

    private LaneOutcome Failed(QueuedMessage message, in DeliveryAnswer answer, DeliveryTarget target, long pass)
    {
        var now = _time.GetUtcNow();
        var endpoints = target.Endpoints;
        var hasServed = message.Failures is { } trail && endpoints.ServedSince(trail.Last);
        if (answer.IsRefusal)
        {
            endpoints.Succeeded(pass);
        }
        else
        {
            endpoints.Failed(pass, now);
        }

        return Said(DeliveryVerdict.Judge(message, answer, endpoints.AllOpen, hasServed, target.Options, now, Random.Shared.NextDouble()), message, target);
    }

    private LaneOutcome Said(in LaneOutcome outcome, QueuedMessage message, DeliveryTarget target)
    {
        if (outcome.Kind == LaneOutcomeKind.Park)
        {
            Log.Parked(_logger, message.Id.ToString(), target.Name, outcome.Reason ?? "", outcome.Answer ?? "not asked");
        }

        return outcome;
    }
}
