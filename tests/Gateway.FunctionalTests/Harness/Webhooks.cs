using System.Net.Sockets;
using System.Text.Json;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Posts single webhooks, right or wrong, and reads the answers.</summary>
internal sealed class Webhooks : IDisposable
{
    private const int MostAgain = 10;
    private readonly HttpClient _http;

    public Webhooks(string gateway, int connections = 100, TimeSpan? timeout = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = connections };
        _http = new HttpClient(handler) { BaseAddress = new Uri(gateway), Timeout = timeout ?? TimeSpan.FromSeconds(20) };
    }

    /// <summary>Posts a body; signed with the number's secret unless another signature is given (empty is none).</summary>
    public async Task<WebhookAnswer> PostAsync(byte[] body, string? signature = null, string path = Known.WebhookPath, string? contentEncoding = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (contentEncoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(contentEncoding);
        }

        signature ??= MetaBody.Sign(body);
        if (signature.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(MetaBody.SignatureHeader, signature);
        }

        try
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return Read((int)answer.StatusCode, answer.Headers.RetryAfter is not null, text);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return new WebhookAnswer(0, Body: error.Message);
        }
    }

    /// <summary>Posts a text message of a contact and expects that it is taken; like a provider again, while the disk of the machine does not answer.</summary>
    public async Task AcceptAsync(string id, string contact, string text = "hola")
    {
        var answer = await PostAsync(MetaBody.Message(id, contact, text));
        for (var again = 0; answer.Status == 503 && again < MostAgain; again++)
        {
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(1));
            answer = await PostAsync(MetaBody.Message(id, contact, text));
        }

        Assert.True(answer is { Status: 200, Accepted: 1 }, $"{id}: {answer}");
    }

    public void Dispose() => _http.Dispose();

    private static WebhookAnswer Read(int status, bool retryAfter, string text)
    {
        if (status == 200 && text.StartsWith('{'))
        {
            using var document = JsonDocument.Parse(text);
            return new WebhookAnswer(status, Number(document, "accepted"), Number(document, "duplicates"), retryAfter, text);
        }

        return new WebhookAnswer(status, RetryAfter: retryAfter, Body: text);
    }

    private static int Number(JsonDocument document, string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
