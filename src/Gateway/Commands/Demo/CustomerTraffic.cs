using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>
/// Posts messages of many customers as they fall due, whether or not earlier ones were answered; some twice, and once a
/// burst. A conversation goes down one line, one by one, so that its order is known.
/// </summary>
internal sealed class CustomerTraffic(DemoSite site, DemoLedger ledger, TimeProvider time) : IDisposable
{
    private const int Lines = 32;
    private const int TwiceOf = 40; // One of so many is posted twice, as providers do when an answer gets lost.
    private const int BurstSeconds = 2; // What the burst adds, in seconds of the usual rate.

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Lines }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly Channel<int>[] _lines = [.. Enumerable.Range(0, Lines).Select(_ => Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }))];
    private int _next;

    /// <summary>Posts until the time is over or <paramref name="stop"/>; ends when everything that fell due was answered.</summary>
    /// <param name="rate">Messages per second.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="onBurst">Told when the burst begins, with its size.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(int rate, int seconds, Action<int> onBurst, CancellationToken stop)
    {
        var conversations = Math.Max(Lines, rate / 2);
        var lines = _lines.Select(line => Task.Run(() => PostAllAsync(line.Reader, stop), CancellationToken.None)).ToArray();
        await ScheduleAsync(rate, seconds, conversations, onBurst, stop);
        foreach (var line in _lines)
        {
            line.Writer.Complete();
        }

        await Task.WhenAll(lines);
    }

    public void Dispose() => _http.Dispose();

    private async Task ScheduleAsync(int rate, int seconds, int conversations, Action<int> onBurst, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var burst = rate * BurstSeconds;
        using var timer = new PeriodicTimer(Tick, time);
        var fallen = 0L;
        while (fallen < (long)rate * seconds && !stop.IsCancellationRequested)
        {
            var due = Math.Min((long)rate * seconds, (long)(time.GetElapsedTime(started).TotalSeconds * rate));
            Enqueue(due - fallen, conversations);
            fallen = due;
            if (burst > 0 && fallen > (long)rate * seconds / 2)
            {
                onBurst(burst);
                Enqueue(burst, conversations);
                burst = 0;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Enqueue(long count, int conversations)
    {
        for (var i = 0L; i < count; i++)
        {
            var conversation = _next++ % conversations;
            _lines[conversation % Lines].Writer.TryWrite(conversation);
        }
    }

    private async Task PostAllAsync(ChannelReader<int> line, CancellationToken stop)
    {
        var numbers = new Dictionary<int, int>();
        await foreach (var conversation in line.ReadAllAsync(CancellationToken.None))
        {
            if (stop.IsCancellationRequested)
            {
                continue;
            }

            var number = numbers[conversation] = numbers.GetValueOrDefault(conversation) + 1;
            ledger.Posting(conversation, number);
            await PostAsync(conversation, number, stop);
            if ((conversation + number) % TwiceOf == 0)
            {
                await PostAsync(conversation, number, stop);
            }
        }
    }

    // Like a provider it tries again until it is taken: the order of the conversation hangs on it.
    private async Task PostAsync(int conversation, int number, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            if (await TryPostAsync(conversation, number) is { } duplicate)
            {
                ledger.Accepted(conversation, number, began, duplicate);
                return;
            }

            ledger.Refused();
            await Task.WhenAny(Task.Delay(Pause, time, stop));
        }
    }

    private async Task<bool?> TryPostAsync(int conversation, int number)
    {
        try
        {
            using var content = CustomerMessage.Write(conversation, number, time.GetUtcNow(), site.WebhookSecret);
            using var answer = await _http.PostAsync(site.GatewayUrl + "/webhooks/meta/main", content);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
            return body.RootElement.GetProperty("accepted").GetInt32() == 0;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
