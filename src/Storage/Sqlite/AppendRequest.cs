using System.Threading.Tasks.Sources;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>One caller that waits for its messages to be durable. Completed once: by the writer, or by the watch that gave up on it.</summary>
internal sealed class AppendRequest(IReadOnlyList<QueuedMessage> messages) : IValueTaskSource<AppendResult>
{
    private ManualResetValueTaskSourceCore<AppendResult> _core = new() { RunContinuationsAsynchronously = true };
    private int _completed;

    public IReadOnlyList<QueuedMessage> Messages => messages;

    public long Bytes { get; init; }

    public int Stored { get; set; }

    public int Duplicates { get; set; }

    public ValueTask<AppendResult> Task => new(this, _core.Version);

    public void Complete(AppendStatus status, string? reason)
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            _core.SetResult(status == AppendStatus.Stored
                ? new AppendResult(status, Stored, Duplicates, null)
                : new AppendResult(status, 0, 0, reason));
        }
    }

    AppendResult IValueTaskSource<AppendResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
