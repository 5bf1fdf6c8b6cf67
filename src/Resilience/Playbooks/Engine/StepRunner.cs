using System.Globalization;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>Runs one step: its tries, its undoing, its record. Comes back in bounded time whatever its action does.</summary>
internal sealed class StepRunner(PlaybookActions actions, HangingCalls hanging, TimeProvider time, ILogger logger)
{
    public async Task RunAsync(StepTurn turn)
    {
        turn.Change(step => step with { State = StepState.Running, StartedUtc = time.GetUtcNow() });
        if (actions.Find(turn.Options.Action) is not { } action)
        {
            End(turn, StepState.Failed, "no action is registered under this name");
            return;
        }

        do
        {
            turn.Change(step => step with { Tries = step.Tries + 1 });
            var (state, reason, isLeft) = await TryAsync(turn, action).ConfigureAwait(false);
            if (await IsLastAsync(turn, action, state, reason, isLeft).ConfigureAwait(false))
            {
                End(turn, state, reason);
                return;
            }

            await PauseAsync(turn).ConfigureAwait(false);
        }
        while (!turn.IsOver);

        End(turn, StepState.Cancelled, "it was ended before another try");
    }

    private void End(StepTurn turn, StepState state, string? reason)
    {
        turn.Change(step => step with { State = state, Reason = reason, EndedUtc = time.GetUtcNow() });
        PlaybookLog.StepEnded(logger, turn.Run.Now.Id, turn.Now.Name, state, reason);
    }

    // One that still runs is not tried again: it would do the same twice at a time.
    private async Task<bool> IsLastAsync(StepTurn turn, IPlaybookAction action, StepState state, string? reason, bool isLeft)
    {
        if (state is not (StepState.Failed or StepState.TimedOut or StepState.Cancelled))
        {
            return true;
        }

        PlaybookLog.TryFailed(logger, turn.Run.Now.Id, turn.Now.Name, state, turn.Now.Tries, reason);
        await UndoAsync(turn, action).ConfigureAwait(false);
        return turn.Now.Tries >= turn.Options.Tries || isLeft || turn.IsOver;
    }

    private async Task<(StepState State, string? Reason, bool IsLeft)> TryAsync(StepTurn turn, IPlaybookAction action)
    {
        if (!hanging.MayStart(action.Name))
        {
            return (StepState.Failed, "earlier calls of its action still hang", true);
        }

        var (context, arguments, limit) = (turn.Context, turn.Options.ReadArguments(), TimeSpan.FromSeconds(turn.Options.TimeoutSeconds));
        turn.Heart.Beat(limit + turn.Grace);
        var end = await BoundedCall.RunAsync(token => action.RunAsync(context, arguments, token), limit, turn.Grace, time, turn.Cut).ConfigureAwait(false);
        NoteLeft(action, end.Left);
        return (StateOf(end), ReasonOf(end, limit), end.Left is not null);
    }

    private async Task UndoAsync(StepTurn turn, IPlaybookAction action)
    {
        if (!turn.Options.Undo || action is not IUndoableAction undoable || turn.Stopping.IsCancellationRequested)
        {
            return;
        }

        var (context, arguments, limit) = (turn.Context, turn.Options.ReadArguments(), TimeSpan.FromSeconds(turn.Options.UndoSeconds));
        turn.Heart.Beat(limit + turn.Grace);
        var end = await BoundedCall.RunAsync(token => undoable.UndoAsync(context, arguments, token), limit, turn.Grace, time, turn.Stopping).ConfigureAwait(false);
        NoteLeft(action, end.Left);
        var isUndone = StateOf(end) is StepState.Done or StepState.NothingToDo;
        var reason = isUndone ? null : ReasonOf(end, limit) ?? "no reason was given";
        turn.Change(step => step with { Undo = isUndone ? UndoState.Undone : UndoState.Failed, UndoReason = reason });
        if (!isUndone)
        {
            PlaybookLog.UndoFailed(logger, turn.Run.Now.Id, turn.Now.Name, reason);
        }
    }

    private async Task PauseAsync(StepTurn turn)
    {
        var pause = TimeSpan.FromSeconds(turn.Options.PauseSeconds);
        turn.Heart.Beat(pause);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(turn.Run.Superseded, turn.Stopping);
        await Task.Delay(pause, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void NoteLeft(IPlaybookAction action, Task? left)
    {
        if (left is not null)
        {
            hanging.Add(action.Name, left);
            PlaybookLog.LeftBehind(logger, action.Name);
        }
    }

    private static StepState StateOf(CallEnd<ActionOutcome> end) => end switch
    {
        { Kind: CallEndKind.TimedOut } => StepState.TimedOut,
        { Kind: CallEndKind.Cancelled } => StepState.Cancelled,
        { Value.Result: ActionResult.Done } => StepState.Done,
        { Value.Result: ActionResult.NothingToDo } => StepState.NothingToDo,
        { Value.Result: ActionResult.NotConfigured } => StepState.NotConfigured,
        _ => StepState.Failed,
    };

    private static string? ReasonOf(CallEnd<ActionOutcome> end, TimeSpan limit)
    {
        var own = end.Value?.Reason is { Length: > 0 } reason ? PlainText.Of(reason) : null;
        var left = end.Left is null ? "" : "; it still runs and was left behind";
        var said = own is null ? "" : ": " + own;
        return end.Kind switch
        {
            CallEndKind.TimedOut => PlainText.Of(string.Create(CultureInfo.InvariantCulture, $"was not done within {limit.TotalSeconds:0.###} s{said}{left}")),
            CallEndKind.Cancelled => "was ended because something more urgent came" + left,
            _ when end.Thrown is { } kind => $"the action failed with {kind}",
            _ when end.Value is null or { Result: ActionResult.Failed } => own ?? "no reason was given",
            _ => own,
        };
    }
}
