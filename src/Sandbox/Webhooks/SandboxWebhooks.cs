using Microsoft.Extensions.Logging;
using Relevo.Resilience.Retry;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Webhooks;

/// <summary>Posts the webhooks of all numbers, several at a time, and tries again what is not taken, as providers do. Safe from any thread.</summary>
public sealed class SandboxWebhooks : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WebhookQueue _queue;
    private readonly WebhookClient _client;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiters = [];
    private Task[] _posters = [];
    private long _posted;
    private long _failed;
    private long _dropped;
    private int _jitter;

    internal SandboxWebhooks(SandboxOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new WebhookQueue(options.MaxWaitingWebhooks, time);
        _client = new WebhookClient(options, time);
        _backoff = new Backoff(options.FirstWebhookPause, options.LongestWebhookPause);
    }

    /// <summary>Webhooks that were answered 2xx.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    /// <summary>Webhooks that were given up after too many tries, or because the answer forbade another.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Webhooks that found no place to wait; of a message all at once.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages whose webhooks are not all posted.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Waits until so many webhooks have been taken since the start.</summary>
    public Task WaitForPostedAsync(long count, CancellationToken stop)
    {
        lock (_gate)
        {
            if (Posted >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(stop);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Dispose();
        await Task.WhenAll(_posters);
        _client.Dispose();
        _stop.Dispose();
    }

    internal void Start() => _posters = [.. Enumerable.Range(0, _options.Posters).Select(_ => Task.Run(() => PostAllAsync(_stop.Token)))];

    /// <summary>Begins what follows an accepted message.</summary>
    internal MessageWebhooks Begin(NumberState number, SandboxSend send, SandboxReceipts receipts)
    {
        var work = new MessageWebhooks(number, send, receipts, _time);
        if (work.Begin() is { } due && !_queue.TryAdd(work, due))
        {
            Drop(number, receipts.Statuses.Count * receipts.Copies);
            work.Abandon();
        }

        return work;
    }

    /// <summary>Posts a webhook that stands alone, later and with repeats.</summary>
    internal void Begin(NumberState number, byte[] body) => Begin(number, _ => body, _time.GetTimestamp());

    /// <summary>The same, at a time by the clock's timestamp; written then.</summary>
    internal void Begin(NumberState number, Func<DateTimeOffset, byte[]> write, long due)
    {
        if (!_queue.TryAdd(new LoneWebhook(number, write), due))
        {
            Drop(number, 1);
        }
    }

    /// <summary>Posts a webhook now and once.</summary>
    /// <returns>The HTTP status it was answered with.</returns>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    internal async Task<int> PostNowAsync(NumberState number, byte[] body, CancellationToken stop)
    {
        var status = await _client.PostAsync(number, body, _time.GetUtcNow(), stop);
        if (status is >= 200 and <= 299)
        {
            CountPosted();
        }
        else
        {
            Interlocked.Increment(ref _failed);
        }

        return status;
    }

    private async Task PostAllAsync(CancellationToken stop)
    {
        try
        {
            while (await _queue.Ready.WaitToReadAsync(stop))
            {
                while (_queue.Ready.TryRead(out var work))
                {
                    await WorkAsync(work, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The sandbox ends; what waits is not posted.
        }
    }

    private async Task WorkAsync(WebhookWork work, CancellationToken stop)
    {
        if (!work.TryBegin())
        {
            return;
        }

        if (IsShared(work) is { } message)
        {
            Share(message);
            Advance(work, isTaken: true);
            return;
        }

        var now = _time.GetUtcNow();
        if (work.Body is null && (work.Body = work.Write(now)) is null)
        {
            Advance(work, isTaken: false);
            return;
        }

        work.First = work.Failures == 0 ? now : work.First;
        await PostAsync(work, work.Body, stop);
    }

    private async Task PostAsync(WebhookWork work, byte[] body, CancellationToken stop)
    {
        var status = 0;
        try
        {
            status = await _client.PostAsync(work.Number, body, work.First, stop);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            // Nobody there, or nobody in time: as good as an answer that is no 2xx.
        }

        if (status is >= 200 and <= 299)
        {
            CountPosted();
            Advance(work, isTaken: true);
        }
        else if (++work.Failures >= _options.WebhookAttempts || !work.Number.Face.IsRetried(status))
        {
            Interlocked.Increment(ref _failed);
            SandboxLog.WebhookGivenUp(_logger, work.Number.Number.Provider, work.Number.Number.Key, work.Failures, status);
            Advance(work, isTaken: false);
        }
        else
        {
            work.Repeat();
            _queue.Schedule(work, _time.GetTimestamp() + Ticks(_backoff.Pause(work.Failures, Draw())));
        }
    }

    private void Advance(WebhookWork work, bool isTaken)
    {
        work.Body = null;
        work.Failures = 0;
        if (work.Advance(isTaken) is { } due)
        {
            _queue.Schedule(work, due);
        }
        else
        {
            _queue.Finish(work);
        }
    }

    private static MessageWebhooks? IsShared(WebhookWork work) =>
        work is MessageWebhooks { Batch: > 1, Receipt: not null } message && message.Number.Batch is not null ? message : null;

    private void Share(MessageWebhooks message)
    {
        var line = message.Number.Batch!;
        if (!line.TryAdd(message.Send, message.Receipt!, message.Batch, out var due))
        {
            Drop(message.Number, 1);
        }
        else if (due is { } time)
        {
            _queue.TryAdd(line, time);
        }
    }

    private void Drop(NumberState number, int webhooks)
    {
        if (Interlocked.Add(ref _dropped, webhooks) == webhooks)
        {
            SandboxLog.WebhooksDropped(_logger, number.Number.Provider, number.Number.Key, _options.MaxWaitingWebhooks);
        }
    }

    private void CountPosted()
    {
        var posted = Interlocked.Increment(ref _posted);
        lock (_gate)
        {
            _waiters.RemoveAll(waiter => posted >= waiter.Count && waiter.Reached.TrySetResult());
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    // Spread, not secret: the golden ratio's fractions fill the interval evenly.
    private double Draw() => Interlocked.Increment(ref _jitter) * 0.6180339887498949 % 1;
}
