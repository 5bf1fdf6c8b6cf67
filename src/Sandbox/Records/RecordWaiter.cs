namespace Relevo.Sandbox.Records;

/// <summary>Someone who waits for records; looked after under the records' lock.</summary>
internal sealed class RecordWaiter(Func<SandboxSend, bool> fits, int matches, long total)
{
    private readonly List<SandboxSend> _found = [];
    private readonly TaskCompletionSource<IReadOnlyList<SandboxSend>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<SandboxSend>> Found => _done.Task;

    /// <summary>True when nothing more is waited for.</summary>
    public bool Look(SandboxSend? send, long count)
    {
        try
        {
            if (send is not null && fits(send))
            {
                _found.Add(send);
            }
        }
        catch (Exception exception)
        {
            // The caller's own predicate: it is the caller who learns, not the one whose send is recorded.
            return _done.TrySetException(exception);
        }

        return (count >= total || (matches > 0 && _found.Count >= matches)) && _done.TrySetResult(_found);
    }
}
