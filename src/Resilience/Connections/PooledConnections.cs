namespace Relevo.Resilience.Connections;

/// <summary>
/// Pooled connections that can be left behind all at once: calls from then on open new ones, while those under way end on the
/// old ones. At most two pools exist at a time. Safe from any thread.
/// </summary>
/// <param name="create">Makes a pool.</param>
/// <param name="time">The clock.</param>
public sealed class PooledConnections(Func<HttpMessageHandler> create, TimeProvider time) : IDisposable
{
    /// <summary>No call lasts that long; younger pools are not left either, whoever asks again and again.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private volatile HttpMessageInvoker _current = new(create());
    private HttpMessageInvoker? _left;
    private long? _leftAt;

    /// <summary>Makes a call. Throws what the handler throws.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => _current.SendAsync(request, cancellation);

    /// <summary>Leaves the connections behind.</summary>
    /// <returns>False when that was done a short while ago: calls under way may still need the ones before.</returns>
    public bool Renew()
    {
        lock (_gate)
        {
            if (_leftAt is { } at && time.GetElapsedTime(at) < LongestCall)
            {
                return false;
            }

            _left?.Dispose();
            (_left, _leftAt) = (_current, time.GetTimestamp());
            _current = new HttpMessageInvoker(create());
            return true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _left?.Dispose();
            _current.Dispose();
        }
    }
}
