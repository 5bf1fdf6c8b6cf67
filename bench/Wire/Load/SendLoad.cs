using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Relevo.Sandbox;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;
using Relevo.Wire.Processes;

namespace Relevo.Wire.Load;

/// <summary>Applications that send in bulk, and the provider that takes what they send, both in this process.</summary>
internal sealed class SendLoad : IAsyncDisposable
{
    private const int Bulk = 100;
    private const int Senders = 6;
    private const int ReceiptsEach = 3;
    private const int Contacts = 50_000;
    private const int Ahead = 6_000; // taken by the API and not sent: enough that nothing waits for us, too little to fill memory
    private const int AheadPerNumber = 60;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly int _numbers;
    private readonly int _rate;
    private readonly int _burst;
    private readonly TimeSpan _latency;
    private readonly bool _withReceipts;
    private SandboxServer? _sandbox;
    private long _taken;
    private long _refused;
    private long _next;

    public SendLoad(int numbers, int rate, int burst, TimeSpan latency, bool withReceipts)
    {
        (_numbers, _rate, _burst, _latency, _withReceipts) = (numbers, rate, burst, latency, withReceipts);
        _http.DefaultRequestHeaders.Add("X-API-Key", GatewayPart.SendKey);
    }

    /// <summary>Sends beyond a number's limit, as the provider counts.</summary>
    public long Violations => _sandbox!.Sends.Counts.Violations;

    /// <summary>Starts the provider; its webhooks go to a gateway on this port.</summary>
    public async Task StartAsync(int gatewayPort)
    {
        var isLimited = _rate < 1000;
        _sandbox = new SandboxServer(
            new SandboxOptions
            {
                MaxRecords = 1000,
                MaxWaitingWebhooks = 1_000_000,
                Posters = 64,
                Receipts = _withReceipts ? SandboxReceipts.Usual : null,
                Rules = _latency > TimeSpan.Zero ? [new SandboxRule { Latency = _latency }] : [],
                Numbers = [.. Enumerable.Range(0, _numbers).Select(i => new SandboxNumber
                {
                    Provider = "meta",
                    Key = KeyOf(i),
                    MessagesPerSecond = isLimited ? _rate : null,
                    Burst = isLimited ? _burst : 0,
                    WebhookSecret = GatewayPart.Secret,
                    WebhookUrl = _withReceipts ? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{gatewayPort}/webhooks/whatsapp")) : null,
                })],
            },
            TimeProvider.System);
        await _sandbox.StartAsync(CancellationToken.None);
    }

    /// <summary>The numbers as the gateway's settings want them.</summary>
    public JsonObject Settings()
    {
        var numbers = new JsonObject();
        for (var i = 0; i < _numbers; i++)
        {
            numbers[string.Create(CultureInfo.InvariantCulture, $"n{i}")] = new JsonObject
            {
                ["Provider"] = "meta",
                ["Key"] = KeyOf(i),
                ["WebhookSecrets"] = new JsonArray(GatewayPart.Secret),
                ["VerifyToken"] = "hub-token-of-the-bench",
                ["ApiToken"] = "token-of-the-bench",
                ["BaseUrl"] = _sandbox!.Url.ToString().TrimEnd('/') + "/v23.0",
                ["Profile"] = "fixed",
                ["MessagesPerSecond"] = _rate,
                ["Burst"] = _burst,
            };
        }

        return numbers;
    }

    /// <summary>Sends for so long, then waits until everything has left.</summary>
    public async Task<SendsResult> RunAsync(GatewayPart gateway, double seconds)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{gateway.Port}/api/queue/bulk");
        var sandbox = _sandbox!;
        using var stop = new CancellationTokenSource();
        var (sent, posted, refused) = (Done(sandbox), sandbox.Webhooks.Posted, Interlocked.Read(ref _refused));
        var began = Stopwatch.GetTimestamp();
        var senders = Enumerable.Range(0, Senders).Select(_ => SendAsync(url, sandbox, stop.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (rate, receipts) = ((Done(sandbox) - sent) / elapsed, (sandbox.Webhooks.Posted - posted) / elapsed);
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        await DrainAsync(sandbox);
        return new SendsResult(rate, receipts, Math.Abs(Interlocked.Read(ref _taken) - sandbox.Sends.Counts.Accepted), elapsed, Interlocked.Read(ref _refused) - refused);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_sandbox is { } sandbox)
        {
            await sandbox.DisposeAsync();
        }
    }

    // With receipts a send is done when all of its receipts were taken.
    private long Done(SandboxServer sandbox) =>
        _withReceipts ? Math.Min(sandbox.Sends.Counts.Accepted, sandbox.Webhooks.Posted / ReceiptsEach) : sandbox.Sends.Counts.Accepted;

    private static string KeyOf(int i) => string.Create(CultureInfo.InvariantCulture, $"2000000000{i:00000}");

    private async Task SendAsync(string url, SandboxServer sandbox, CancellationToken stop)
    {
        var ahead = Math.Max(Ahead, _numbers * AheadPerNumber);
        while (!stop.IsCancellationRequested)
        {
            if (Interlocked.Read(ref _taken) - Done(sandbox) > ahead)
            {
                await Task.Delay(1, CancellationToken.None);
                continue;
            }

            using var content = new ByteArrayContent(Body()) { Headers = { ContentType = new("application/json") } };
            using var answer = await _http.PostAsync(url, content, CancellationToken.None);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(CancellationToken.None));
                Interlocked.Add(ref _taken, document.RootElement.GetProperty("queued").GetInt32());
            }
            else
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private byte[] Body()
    {
        var text = new StringBuilder("{\"messages\":[", Bulk * 200);
        var first = Interlocked.Add(ref _next, Bulk) - Bulk;
        for (var i = first; i < first + Bulk; i++)
        {
            text.Append(i == first ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"recipientPhone\":\"3460{i % Contacts:0000000}\",\"messageType\":\"text\",\"content\":\"Your order {i} has left the house and will be with you tomorrow.\"}}");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private async Task DrainAsync(SandboxServer sandbox)
    {
        var began = Stopwatch.GetTimestamp();
        while (Done(sandbox) < Interlocked.Read(ref _taken) && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(120))
        {
            await Task.Delay(20);
        }
    }
}
