using System.Globalization;
using System.Net;
using System.Text;
using Relevo.Resilience.Connections;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>
/// Calls of all channels that speak HTTP: one connection pool, no redirects, no cookies, no proxy, nothing of an address or a
/// body in what it says. Every call ends within its deadline, however slowly the other side drips.
/// </summary>
public sealed class ChannelHttp : IDisposable
{
    private const int MaxBody = 16 * 1024; // Answers are a line or two; the rest says nothing to us.

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2); // Alarms are rare: names are resolved anew.

    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Creates it.</summary>
    public ChannelHttp(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <inheritdoc />
    public void Dispose() => _invoker.Dispose();

    /// <summary>Posts once; throws only when cancelled.</summary>
    internal async Task<HttpAnswer> PostAsync(HttpRequestMessage request, TimeSpan deadline, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(deadline, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var response = await _invoker.SendAsync(request, end.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, end.Token).ConfigureAwait(false);
            return new HttpAnswer((int)response.StatusCode, body, RetryAfter(response), "");
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return HttpAnswer.Failed(late.IsCancellationRequested ? Late(deadline) : Word(failure), isLost: !NoConnection.Is(failure));
        }
    }

    internal static string Late(TimeSpan deadline) =>
        string.Create(CultureInfo.InvariantCulture, $"no whole answer within {deadline.TotalSeconds:0.###} s");

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[MaxBody];
        var length = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date - _time.GetUtcNow());
        return wait is not { } span || span <= TimeSpan.Zero ? null : span < LongestRetryAfter ? span : LongestRetryAfter;
    }

    // Messages of exceptions name hosts and paths; the kind of failure is enough for who knows the settings.
    private static string Word(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name was not resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the answer is no HTTP",
        HttpRequestException or IOException => "the connection broke",
        _ => $"the call failed with {failure.GetType().Name}",
    };
}
