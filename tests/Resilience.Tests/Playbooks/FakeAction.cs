using Relevo.Resilience.Playbooks;

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>An action that does what the test says, and can be undone.</summary>
internal sealed class FakeAction(string name) : IUndoableAction
{
    private int _runs;
    private int _undone;

    public string Name => name;

    public int Runs => Volatile.Read(ref _runs);

    public int Undone => Volatile.Read(ref _undone);

    public PlaybookContext? Context { get; private set; }

    public PlaybookContext? UndoContext { get; private set; }

    public Func<CancellationToken, Task<ActionOutcome>> Body { get; set; } = _ => Task.FromResult(ActionOutcome.Done());

    public Func<CancellationToken, Task<ActionOutcome>> UndoBody { get; set; } = _ => Task.FromResult(ActionOutcome.Done());

    public IReadOnlyList<ArgumentProblem> Problems { get; set; } = [];

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        Context = context;
        Interlocked.Increment(ref _runs);
        return Body(cancellation);
    }

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        UndoContext = context;
        Interlocked.Increment(ref _undone);
        return UndoBody(cancellation);
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => Problems;

    /// <summary>Waits for its token, as a good action does.</summary>
    public void WaitForCancellation() => Body = async token =>
    {
        await Task.Delay(Timeout.Infinite, token);
        return ActionOutcome.Done();
    };

    /// <summary>Hangs, and cares for no token, until the returned source is completed.</summary>
    public TaskCompletionSource<ActionOutcome> Hang()
    {
        var end = new TaskCompletionSource<ActionOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Body = _ => end.Task;
        return end;
    }
}
