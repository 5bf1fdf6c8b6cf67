namespace Relevo.Providers.Media;

/// <summary>The body of an answer within its time and length. It owns the answer and the deadline.</summary>
internal sealed class AnswerStream(HttpResponseMessage response, Stream inner, MediaDeadline deadline, long maxBytes) : ReadOnlyStream
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        deadline.Wait();
        try
        {
            var read = await inner.ReadAsync(buffer, either.Token);
            deadline.Rest();
            _read += read;
            return _read <= maxBytes ? read : throw new IOException("The media is larger than allowed.");
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The provider did not send the media in time.", late);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
            deadline.Dispose();
        }

        base.Dispose(disposing);
    }
}
