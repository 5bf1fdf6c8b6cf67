using System.Buffers;
using System.Net.Sockets;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Connections;

namespace Relevo.Gateway.Delivery;

/// <summary>Posts one event and reads the answer, all within one deadline. Connections are pooled and shared by all applications.</summary>
internal sealed class DeliveryClient(TimeProvider time) : IDisposable
{
    private const int FirstRead = 4 * 1024;

    private readonly PooledConnections _http = new(
        static () => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 16, // KiB
            MaxResponseDrainSize = 0, // an answer that is longer than allowed is not read to its end to save a connection
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        },
        time);

    public async ValueTask<DeliveryAnswer> PostAsync(QueuedMessage message, Uri url, EventSigner signer, TimeSpan timeout, int maxAnswerBytes, CancellationToken cancellation)
    {
        using var signed = SignedEvent.Encode(message, time.GetUtcNow().ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new EventContent(signed.Body) };
        request.Headers.TryAddWithoutValidation("webhook-id", signed.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", signed.Timestamp);
        if (signer.Sign(signed.SignedText) is { } signature)
        {
            request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            var body = await ReadAsync(response, maxAnswerBytes, deadline.Token);
            return new DeliveryAnswer((int)response.StatusCode, null, RetryAfter(response), body);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DeliveryAnswer(0, "timeout", null, default);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new DeliveryAnswer(0, Word(error), null, default);
        }
    }

    /// <summary>Leaves the pooled connections behind.</summary>
    public bool Renew() => _http.Renew();

    public void Dispose() => _http.Dispose();

    private static string Word(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls failed",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException or IOException => "connection broken",
        _ => "call failed",
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        return header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
    }

    // A short read of the answer keeps the connection usable; what is longer than allowed closes it.
    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength is 0)
        {
            return default;
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstRead, maxBytes + 1));
        try
        {
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellation) is > 0 and var read)
            {
                length += read;
                if (length > maxBytes)
                {
                    return default;
                }

                buffer = Grow(buffer, length);
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int used)
    {
        if (used < buffer.Length)
        {
            return buffer;
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
