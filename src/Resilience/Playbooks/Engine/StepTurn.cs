using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>One step whose turn it is.</summary>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Index">Its place among the steps.</param>
/// <param name="Options">What it says.</param>
/// <param name="Grace">Time that its action gets to end once cancelled.</param>
/// <param name="Heart">Where it is told how long it may take.</param>
/// <param name="Cut">Ends its action before its time.</param>
/// <param name="Stopping">The engine stops: nothing is undone any more.</param>
internal sealed record StepTurn(
    LiveRun Run,
    int Index,
    StepOptions Options,
    TimeSpan Grace,
    Heartbeat Heart,
    CancellationToken Cut,
    CancellationToken Stopping)
{
    private readonly StepMemory _memory = new(); // of all tries: what the undoing of one left behind is still there

    /// <summary>As it is now.</summary>
    public StepRun Now => Run.Now.Steps[Index];

    public bool IsOver => Run.Superseded.IsCancellationRequested || Stopping.IsCancellationRequested;

    public PlaybookContext Context => new(Run.Now.Id, Run.Level, Run.Now.Until, Run.Now.Reasons, Run.Now.Components, Now.Tries)
    {
        IsByHand = Run.Now.IsByHand,
        Memory = _memory,
    };

    public void Change(Func<StepRun, StepRun> change) => Run.Change(run => run.With(Index, change(run.Steps[Index])));
}
