using System.Diagnostics;
using System.Net.Sockets;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>
/// Meta under load: events fall due on a fixed schedule whether or not earlier ones were answered; within a conversation the next
/// one leaves when the one before has its answer, so that its order is known.
/// </summary>
internal sealed class MetaSender : IAsyncDisposable
{
    private readonly MetaSenderOptions _options;
    private readonly History _history;
    private readonly HttpClient _http;
    private readonly Queue<SentEvent>?[] _waiting;
    private readonly CancellationTokenSource _stopScheduling = new();
    private readonly CancellationTokenSource _stopSending = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _schedule;
    private int _open = 1; // The schedule itself counts as one.

    public MetaSender(string gateway, History history, MetaSenderOptions? options = null)
    {
        _options = options ?? new MetaSenderOptions();
        _history = history;
        _waiting = new Queue<SentEvent>?[_options.Conversations];
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = _options.Connections,
            ConnectTimeout = TimeSpan.FromSeconds(2),
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri(gateway), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Begins the schedule.</summary>
    public void Start() => _schedule = ScheduleAsync(_stopScheduling.Token);

    /// <summary>Ends the schedule and lets what fell due be sent (and sent again) to its end.</summary>
    public async Task FinishAsync(TimeSpan? deadline = null)
    {
        if (_schedule is null)
        {
            return;
        }

        await _stopScheduling.CancelAsync();
        await _schedule;
        var limit = deadline ?? TimeSpan.FromSeconds(60);
        if (await Task.WhenAny(_idle.Task, Wait.ScheduleAsync(limit)) != _idle.Task)
        {
            await _stopSending.CancelAsync();
            await _idle.Task;
        }
    }

    /// <summary>Sends one event now, apart from the schedule.</summary>
    public async Task<SentEvent> SendAsync(int conversation)
    {
        var item = _history.Add(conversation, Stopwatch.GetTimestamp());
        await DeliverAsync(item);
        return item;
    }

    /// <summary>Sends an event of the history once more, as it was.</summary>
    public Task<int> AttemptAsync(SentEvent item) => AttemptAsync(item, MetaBody.Message(item.Id.ToString(), MetaBody.Contact(item.Conversation), Payload.Text(_history.Seed, item.Id)));

    public async ValueTask DisposeAsync()
    {
        await _stopSending.CancelAsync();
        await FinishAsync();
        _http.Dispose();
    }

    private async Task ScheduleAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        try
        {
            for (long due = 0; ;)
            {
                var now = Stopwatch.GetElapsedTime(start).TotalSeconds;
                for (; due / _options.Rate <= now; due++)
                {
                    Enqueue((int)(due % _options.Conversations), start + (long)(due / _options.Rate * Stopwatch.Frequency));
                }

                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Leave();
        }
    }

    private void Enqueue(int index, long intended)
    {
        var item = _history.Add(_options.FirstConversation + index, intended);
        lock (_waiting)
        {
            if (_waiting[index] is { } queue)
            {
                queue.Enqueue(item);
                return;
            }

            _waiting[index] = new Queue<SentEvent>([item]);
        }

        Interlocked.Increment(ref _open);
        _ = Task.Run(() => PumpAsync(index));
    }

    private async Task PumpAsync(int index)
    {
        while (Next(index) is { } item)
        {
            await DeliverAsync(item);
        }

        Leave();
    }

    private SentEvent? Next(int index)
    {
        lock (_waiting)
        {
            if (_waiting[index] is { Count: > 0 } queue && !_stopSending.IsCancellationRequested)
            {
                return queue.Dequeue();
            }

            _waiting[index] = null;
            return null;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _idle.TrySetResult();
        }
    }

    private async Task DeliverAsync(SentEvent item)
    {
        var body = MetaBody.Message(item.Id.ToString(), MetaBody.Contact(item.Conversation), Payload.Text(_history.Seed, item.Id));
        var pause = _options.FirstPause;
        while (await AttemptAsync(item, body) != 200 && _options.Resend && !_stopSending.IsCancellationRequested)
        {
            await Wait.ScheduleAsync(pause * (0.5 + Random.Shared.NextDouble()));
            pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
        }
    }

    private async Task<int> AttemptAsync(SentEvent item, byte[] body)
    {
        using var limit = new CancellationTokenSource(_options.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, Known.WebhookPath) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(MetaBody.SignatureHeader, MetaBody.Sign(body));
        var begin = Stopwatch.GetTimestamp();
        item.Invoke(begin);
        var status = 0;
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token);
            status = (int)answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            status = 0; // Nobody knows whether it was kept.
        }

        item.Complete(begin, Stopwatch.GetTimestamp(), status);
        return status;
    }
}
