using System.Buffers;
using System.IO.Pipelines;

namespace Relevo.Gateway.Ingress;

/// <summary>
/// A request's body, whole, in memory that is given back when the request was answered. A small body is read where the
/// server received it, without a copy; a large one is copied within the budget.
/// </summary>
internal sealed class WebhookBody(PipeReader reader, BodyBudget budget) : IDisposable
{
    private ReadResult _held;
    private bool _holds;
    private byte[]? _rented;
    private long _taken;

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads to the end.</summary>
    /// <returns>False when the budget is used up: the body was not read.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or cut off.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (!TryTake(result.Buffer.Length - _taken))
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                return false;
            }

            if (result.IsCompleted)
            {
                Hold(result);
                return true;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose()
    {
        if (_holds)
        {
            reader.AdvanceTo(_held.Buffer.End);
            _holds = false;
        }

        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        budget.Return(_taken);
        _taken = 0;
        Bytes = default;
    }

    private bool TryTake(long bytes)
    {
        if (!budget.TryTake(bytes))
        {
            return false;
        }

        _taken += bytes;
        return true;
    }

    private void Hold(ReadResult result)
    {
        var buffer = result.Buffer;
        if (buffer.IsSingleSegment)
        {
            (_held, _holds) = (result, true);
            Bytes = buffer.First;
            return;
        }

        var length = (int)buffer.Length;
        _rented = ArrayPool<byte>.Shared.Rent(length);
        buffer.CopyTo(_rented);
        reader.AdvanceTo(buffer.End);
        Bytes = _rented.AsMemory(0, length);
    }
}
