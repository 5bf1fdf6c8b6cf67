namespace Relevo.Storage.Sqlite;

/// <summary>Rare work for the writer's thread that shares a commit: audit, probe, dead letters, sealing.</summary>
internal sealed class StoreAction(Action<WriteScope> run)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Run(WriteScope scope) => run(scope);

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception error) => _done.TrySetException(error);
}
