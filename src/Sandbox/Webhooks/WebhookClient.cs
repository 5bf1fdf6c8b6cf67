using System.Net.Http.Headers;
using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Webhooks;

/// <summary>Posts one webhook over connections that are kept.</summary>
internal sealed class WebhookClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;

    public WebhookClient(SandboxOptions options, TimeProvider time)
    {
        _time = time;
        _patience = options.WebhookTimeout;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false, // providers follow none
            MaxConnectionsPerServer = options.Posters,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Posts it.</summary>
    /// <returns>HTTP status of the answer.</returns>
    /// <exception cref="HttpRequestException">No answer.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<int> PostAsync(NumberState number, byte[] body, DateTimeOffset first, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, number.Number.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("User-Agent", "relevo-sandbox");
        number.Face.Sign(request.Headers, number.Number, body, first, _time.GetUtcNow());
        try
        {
            using var answer = await _http.SendAsync(request, either.Token);
            await answer.Content.CopyToAsync(Stream.Null, either.Token); // Read to its end, or the connection is not used again.
            return (int)answer.StatusCode;
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The webhook was not answered within {_patience.TotalSeconds} s.", exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The answer to the webhook broke off.", exception);
        }
    }

    public void Dispose() => _http.Dispose();
}
