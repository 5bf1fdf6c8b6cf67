using System.Threading.Tasks.Sources;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>One caller that waits for its messages, and entries of traces, to be durable. Completed once: by the writer, or by the watch that gave up on it.</summary>
internal sealed class AppendRequest(IReadOnlyList<QueuedMessage> messages, IReadOnlyList<TraceEntry> traces) : IValueTaskSource<AppendResult>
{
    private ManualResetValueTaskSourceCore<AppendResult> _core = new() { RunContinuationsAsynchronously = true };
    private int _completed;

    public IReadOnlyList<QueuedMessage> Messages => messages;

    public IReadOnlyList<TraceEntry> Traces => traces;

    /// <summary>Rows it asks for.</summary>
    public int Count => messages.Count + traces.Count;

    public long Bytes { get; init; }

    public int Stored { get; set; }

    public int Duplicates { get; set; }

    public ValueTask<AppendResult> Task => new(this, _core.Version);

    /// <summary>Answers the caller, unless it has its answer.</summary>
    /// <param name="status">What became of the messages.</param>
    /// <param name="reason">Why they were not stored.</param>
    /// <param name="onThisThread">Whether the caller goes on right here; only for threads that have nothing else to do.</param>
    public void Complete(AppendStatus status, string? reason, bool onThisThread = false)
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            _core.RunContinuationsAsynchronously = !onThisThread;
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
