namespace Relevo.Providers.Media;

/// <summary>The time a fetch has: in all, and without a byte.</summary>
internal sealed class MediaDeadline : IDisposable
{
    private readonly CancellationTokenSource _total;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _longestIdle;

    internal MediaDeadline(MediaClientOptions options, TimeProvider time)
    {
        _longestIdle = TimeSpan.FromSeconds(options.IdleSeconds);
        _total = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_total.Token, _idle.Token);
    }

    internal CancellationToken Token => _either.Token;

    /// <summary>Waiting for a byte begins.</summary>
    internal void Wait() => _idle.CancelAfter(_longestIdle);

    /// <summary>It came: how long the reader takes until it wants more is not the provider's fault.</summary>
    internal void Rest() => _idle.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _idle.Dispose();
        _total.Dispose();
    }
}
