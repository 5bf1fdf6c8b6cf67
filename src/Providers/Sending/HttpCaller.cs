using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Relevo.Providers.Transport;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Connections;

namespace Relevo.Providers.Sending;

/// <summary>Makes one HTTP call within its bounds and says what came of it.</summary>
internal sealed class HttpCaller(ProviderClientOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private const string Agent = "Relevo/1"; // Bird's platform v1 refuses calls without one.

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
    private readonly int _maxAnswerBytes = options.MaxAnswerBytes;
    private readonly ConcurrentDictionary<string, FailureNotes> _notes = new(StringComparer.Ordinal); // by number: as many as settings name
    private readonly QuietLogger _logger = new(logger); // sums are told from a timer, which nothing may end

    private readonly PooledConnections _http = new(
        () => OutboundHandler.Create(
            TimeSpan.FromSeconds(options.ConnectSeconds),
            TimeSpan.FromSeconds(options.ConnectionLifetimeSeconds),
            options.MaxConnectionsPerHost,
            OutboundHandler.OpenAsync),
        time);

    /// <param name="call">What to call.</param>
    /// <param name="number">For the log.</param>
    /// <param name="onBegun">Told when the connection stands and the body is about to be written; must be quick and not throw.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    internal async Task<Exchange> CallAsync(ProviderCall call, string number, Action? onBegun, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var content = call.Body.IsEmpty ? null : new CallContent(call.Body, onBegun);
        using var request = Request(call, content);
        using var timer = new CancellationTokenSource(_timeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        int? status = null;
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            status = (int)response.StatusCode;
            return await BodyReader.ReadAsync(response.Content, _maxAnswerBytes, deadline.Token) is { } body
                ? new Exchange(status, body, RetryAfter.Read(response.Headers, time.GetUtcNow()))
                : Broken(call, number, TransportTrouble.Unreadable, status);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested || error is not OperationCanceledException)
        {
            if (status is null && (content is null ? NoConnection.Is(error) : !content.HasBegun))
            {
                Notes(number).NotConnected(call.Url.Host, TransportTrouble.Reason(error));
                return Exchange.Failed(TransportTrouble.Connect);
            }

            return Broken(call, number, TransportTrouble.Of(error), status);
        }
    }

    public bool Renew() => _http.Renew();

    public void Dispose()
    {
        _http.Dispose();
        foreach (var notes in _notes.Values)
        {
            notes.Dispose();
        }
    }

    // HTTP/1.1 on purpose: a connection that dies takes one call with it, not all that share it.
    private static HttpRequestMessage Request(ProviderCall call, CallContent? content)
    {
        var request = new HttpRequestMessage(call.Method, call.Url)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private FailureNotes Notes(string number) => _notes.GetOrAdd(number, name => new FailureNotes(name, time, _logger));

    private Exchange Broken(ProviderCall call, string number, string trouble, int? status)
    {
        Notes(number).Broken(call.Url.Host, trouble);
        return Exchange.Failed(trouble, status);
    }
}
