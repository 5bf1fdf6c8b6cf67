using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The program behind the gateway: checks every signature, remembers every delivery, answers as the test wants.</summary>
internal sealed class Application : IAsyncDisposable
{
    private const string Prefix = "whsec_";
    private const int AgeSeconds = 300; // Standard Webhooks: older or newer timestamps are a replay.
    private readonly ConcurrentQueue<Arrival> _deliveries = new();
    private readonly string _address;
    private readonly byte[][] _keys;
    private volatile Func<Arrival, Answer> _behaviour = static _ => Answer.Ok;
    private WebApplication? _server;
    private int _underWay;

    public Application(params string[] secrets)
    {
        string[] all = secrets is [] ? [Known.ApplicationSecret, Known.NextApplicationSecret] : secrets;
        _keys = [.. all.Select(secret => Convert.FromBase64String(secret[Prefix.Length..]))];
        _address = "http://127.0.0.1:" + Ports.Next().ToString(CultureInfo.InvariantCulture);
    }

    public string Url => _address + "/events";

    /// <summary>Decides on each delivery; called before anything is answered, from many threads.</summary>
    public Func<Arrival, Answer> Behaviour
    {
        get => _behaviour;
        set => _behaviour = value;
    }

    public IReadOnlyCollection<Arrival> Deliveries => _deliveries;

    /// <summary>Requests that are being answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public IEnumerable<Arrival> Of(string providerMessageId) =>
        _deliveries.Where(delivery => string.Equals(delivery.ProviderMessageId, providerMessageId, StringComparison.Ordinal));

    public int Accepted(string providerMessageId) => Of(providerMessageId).Count(delivery => delivery.Accepted);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(_address).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var server = builder.Build();
        server.Run(HandleAsync);
        await server.StartAsync();
        _server = server;
    }

    /// <summary>The program is dead: its port refuses connections.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await server.StopAsync(now.Token);
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var received = Stopwatch.GetTimestamp();
            var delivery = Read(context.Request, body.ToArray(), received);
            _deliveries.Enqueue(delivery);
            await AnswerAsync(context, delivery, _behaviour(delivery));
        }
        catch (IOException)
        {
            context.Abort(); // The gateway was killed while it spoke.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Arrival delivery, Answer answer)
    {
        if (answer.After is not null)
        {
            await answer.After;
        }

        if (!answer.Reset)
        {
            delivery.Answer = answer.Status;
        }

        delivery.Answered = Stopwatch.GetTimestamp();
        if (answer.Reset)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.Body);
        }
    }

    private Arrival Read(HttpRequest request, byte[] body, long received)
    {
        var id = request.Headers["webhook-id"].ToString();
        var flaw = SignatureFlaw(request, id, body);
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (!string.Equals(Text(root, "id"), id, StringComparison.Ordinal))
            {
                flaw ??= $"webhook-id {id} is not the id of the event.";
            }

            return new Arrival
            {
                WebhookId = id,
                ProviderMessageId = Text(root, "providerMessageId"),
                ConversationKey = Text(root, "conversationKey"),
                Kind = Text(root, "kind"),
                Status = Text(root, "status"),
                Text = Text(root, "text"),
                RawText = root.TryGetProperty("raw", out var raw) && raw.ValueKind == JsonValueKind.Object && raw.TryGetProperty("text", out var text)
                    ? Text(text, "body") : null,
                Flaw = flaw,
                Body = body,
                Received = received,
            };
        }
        catch (JsonException error)
        {
            return new Arrival { WebhookId = id, Flaw = flaw ?? $"The event is not JSON: {error.Message}", Body = body, Received = received };
        }
    }

    /// <summary>A text property; null when it is not there, or holds half a surrogate pair and so is no text.</summary>
    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Every secret must have signed, and recently.</summary>
    private string? SignatureFlaw(HttpRequest request, string id, byte[] body)
    {
        var timestamp = request.Headers["webhook-timestamp"].ToString();
        if (id.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return $"webhook-id or webhook-timestamp is missing ({id}, {timestamp}).";
        }

        if (Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds) > AgeSeconds)
        {
            return $"webhook-timestamp {timestamp} is not of now.";
        }

        var signatures = request.Headers["webhook-signature"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var missing = _keys.Count(key => !signatures.Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), StringComparer.Ordinal));
        return missing == 0 ? null : $"{missing} of {_keys.Length} secrets did not sign.";
    }
}
