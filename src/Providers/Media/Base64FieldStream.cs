using System.Buffers;
using System.Buffers.Text;

namespace Relevo.Providers.Media;

/// <summary>Decodes a string in the middle of a JSON text as it comes, since a video in one piece would be 136 MB of memory.</summary>
/// <param name="source">The text behind <paramref name="begun"/>; owned.</param>
/// <param name="begun">What was read of the string already, without its opening quote.</param>
/// <param name="maxBytes">Bytes that may come out.</param>
internal sealed class Base64FieldStream(Stream source, ReadOnlyMemory<byte> begun, long maxBytes) : ReadOnlyStream
{
    private const int ChunkBytes = 16 * 1024;

    private const int Padded = 4; // characters that become three bytes, or fewer at the end

    private readonly byte[] _chunk = new byte[ChunkBytes]; // begins with what of the text is not decoded yet
    private readonly byte[] _decoded = new byte[ChunkBytes];
    private ReadOnlyMemory<byte> _begun = begun;
    private ReadOnlyMemory<byte> _ready;
    private int _rest;
    private bool _escaped;
    private long _total;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.IsEmpty && !_ended)
        {
            var read = await FillAsync(cancellationToken);
            Decode(read);
        }

        var count = Math.Min(buffer.Length, _ready.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellation)
    {
        var space = _chunk.AsMemory(_rest);
        if (_begun.IsEmpty)
        {
            var read = await source.ReadAsync(space, cancellation);
            return read > 0 ? read : throw new IOException("The provider broke off the media.");
        }

        var count = Math.Min(space.Length, _begun.Length);
        _begun[..count].CopyTo(space);
        _begun = _begun[count..];
        return count;
    }

    // Padding is understood in the last piece only, so the last four characters wait until it is known which that is.
    private void Decode(int read)
    {
        var quote = _chunk.AsSpan(_rest, read).IndexOf((byte)'"');
        _ended = quote >= 0;
        var text = _chunk.AsSpan(0, WithoutEscapes(_rest, _rest + (_ended ? quote : read)));
        var ripe = text[..(_ended ? text.Length : Math.Max(0, text.Length - Padded) / Padded * Padded)];
        if (Base64.DecodeFromUtf8(ripe, _decoded, out var consumed, out var written, isFinalBlock: _ended) != OperationStatus.Done)
        {
            throw new IOException("The provider sent media that cannot be decoded.");
        }

        _total += written;
        if (_total > maxBytes)
        {
            throw new IOException("The media is larger than allowed.");
        }

        _ready = _decoded.AsMemory(0, written);
        text[consumed..].CopyTo(_chunk);
        _rest = text.Length - consumed;
    }

    // "\/" is how some write a slash in JSON; base64 holds nothing else that is escaped.
    private int WithoutEscapes(int from, int to)
    {
        var kept = from;
        for (var i = from; i < to; i++)
        {
            if (_escaped && _chunk[i] != '/')
            {
                throw new IOException("The provider sent media that cannot be decoded.");
            }

            _escaped = _chunk[i] == '\\';
            if (!_escaped)
            {
                _chunk[kept++] = _chunk[i];
            }
        }

        return kept;
    }
}
