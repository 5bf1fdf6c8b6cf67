using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Relevo.Gateway.Commands.Talking;

/// <summary>Talks to a running gateway. Never throws for what a network does; the answer says it.</summary>
internal sealed class GatewayClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly string _url;

    public GatewayClient(string url, string? key)
    {
        _url = url.TrimEnd('/');
        _http = new HttpClient { Timeout = Patience };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (key is not null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("X-API-Key", key);
        }
    }

    public Task<GatewayAnswer> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop);

    public Task<GatewayAnswer> PostAsync(string path, string json, CancellationToken stop) => SendAsync(HttpMethod.Post, path, json, stop);

    /// <summary>Gets a text that is no JSON; a refusal is JSON as everywhere.</summary>
    public Task<GatewayAnswer> GetTextAsync(string path, string mediaType, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop, mediaType);

    public void Dispose() => _http.Dispose();

    private async Task<GatewayAnswer> SendAsync(HttpMethod method, string path, string? json, CancellationToken stop, string? mediaType = null)
    {
        using var request = new HttpRequestMessage(method, _url + path);
        if (mediaType is not null)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            var text = await answer.Content.ReadAsStringAsync(stop);
            var isText = answer.IsSuccessStatusCode && mediaType is not null && answer.Content.Headers.ContentType?.MediaType == mediaType;
            return new GatewayAnswer((int)answer.StatusCode, text, isText ? null : ProblemOf((int)answer.StatusCode, text));
        }
        catch (HttpRequestException exception)
        {
            return new GatewayAnswer(0, "", $"No gateway answers at {_url}: {Cause(exception)}. Is it running? Name another address with --url.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new GatewayAnswer(0, "", $"The gateway at {_url} did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    private static string Cause(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => "the connection was refused or not possible",
        HttpRequestError.NameResolutionError => "the name of the host is not known",
        _ => exception.Message.TrimEnd('.'),
    };

    private string? ProblemOf(int status, string text)
    {
        if (!IsJson(text, out var message))
        {
            return $"What answers at {_url} is no Relevo gateway, or a proxy in front of it (status {status}).";
        }

        return status is >= 200 and < 300 ? null : message ?? $"The gateway at {_url} answered with status {status}.";
    }

    private static bool IsJson(string text, out string? message)
    {
        message = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            message = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message", out var said)
                && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
