using System.Net;
using System.Net.Http.Headers;

namespace Relevo.Providers.Transport;

/// <summary>
/// The body of a call, which knows whether anybody began to write it. Before that the provider cannot have read a whole
/// request, so nothing was sent for sure; after it anything is possible. The handler asks for the body once the
/// connection stands, and from then on it repeats the call by itself no more.
/// </summary>
internal sealed class CallContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Action? _onBegun;
    private int _begun;

    internal CallContent(ReadOnlyMemory<byte> body, Action? onBegun)
    {
        (_body, _onBegun) = (body, onBegun);
        Headers.ContentType = Json;
    }

    internal bool HasBegun => Volatile.Read(ref _begun) == 1;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        _onBegun?.Invoke();
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
