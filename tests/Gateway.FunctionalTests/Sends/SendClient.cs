using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>Sends as a careful program does: under an idempotency key, again and again until it is told that it was taken.</summary>
internal sealed class SendClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;

    public SendClient(string gateway)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256, ConnectTimeout = TimeSpan.FromSeconds(2) };
        _http = new HttpClient(handler) { BaseAddress = new Uri(gateway), Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Add("X-API-Key", Known.SendKey);
    }

    /// <summary>Sends one message.</summary>
    /// <returns>Our id of it.</returns>
    public async Task<string> SendAsync(JsonObject message, string? key = null, string path = "/api/queue/add") =>
        (await PostAsync(path, message, key))["messageId"]!.GetValue<string>();

    /// <summary>Sends many in one call.</summary>
    /// <returns>Our ids of them, in order.</returns>
    public async Task<IReadOnlyList<string>> BulkAsync(IEnumerable<JsonObject> messages, string? key = null)
    {
        var list = new JsonArray([.. messages]);
        var answer = await PostAsync("/api/queue/bulk", new JsonObject { ["messages"] = list }, key);
        Assert.True(answer["success"]!.GetValue<bool>(), answer.ToJsonString());
        return [.. answer["messageIds"]!.AsArray().Select(id => id!.GetValue<string>())];
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> PostAsync(string path, JsonObject message, string? key)
    {
        key ??= Guid.NewGuid().ToString("N");
        JsonNode? taken = null;
        await Wait.UntilAsync(async () => (taken = await TryAsync(path, message.ToJsonString(), key)) is not null, $"{path} is taken", Patience);
        return taken!;
    }

    /// <summary>One try; null when it is worth another.</summary>
    private async Task<JsonNode?> TryAsync(string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            Assert.True(status is 200 or 429 or 503, $"{path} answered {status}: {text}");
            return status == 200 ? JsonNode.Parse(text) : null;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return null; // Nobody knows whether it was kept: the key will tell.
        }
    }
}
