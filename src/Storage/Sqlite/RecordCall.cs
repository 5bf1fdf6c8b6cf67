using Relevo.Resilience.Records;

namespace Relevo.Storage.Sqlite;

/// <summary>One thing that is asked of the file of records. Who asked may have gone before its turn comes: then it is left out.</summary>
internal sealed class RecordCall(Func<RecordFile, object?> work)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<object?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public Task<object?> Done => _done.Task;

    /// <summary>Its turn has come; false when nobody waits for it any more.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>Nobody waits for it any more. Once begun it is done all the same.</summary>
    public void GiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting);

    /// <summary>Does it; what it throws is for whoever runs it.</summary>
    public object? Run(RecordFile file) => work(file);

    public void Succeed(object? result) => _done.TrySetResult(result);

    public void Fail(string reason, Exception? cause)
    {
        _done.TrySetException(cause is null ? new RecordStoreException(reason) : new RecordStoreException(reason, cause));
        _ = _done.Task.Exception; // nobody may be there to see it
    }
}
