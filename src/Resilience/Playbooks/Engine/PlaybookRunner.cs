using System.Globalization;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>Takes the steps of one run, in their order, and closes it.</summary>
internal sealed class PlaybookRunner(StepRunner steps, RecoveryQuestion recovery, TimeProvider time)
{
    private const string TakenOver = "a worse level took over";

    /// <summary>Runs it to its end; <paramref name="stepEnded"/> follows each step.</summary>
    public async Task RunAsync(LiveRun run, PlaybooksOptions options, Heartbeat heart, Action<StepRun> stepEnded, CancellationToken stopping)
    {
        var playbook = options.Of(run.Level)!;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(run.Cut, stopping);
        for (var i = 0; i < run.Now.Steps.Count && !stopping.IsCancellationRequested; i++)
        {
            if (await EndsEarlyAsync(run, playbook, heart, stopping).ConfigureAwait(false))
            {
                return;
            }

            var turn = new StepTurn(run, i, playbook.Steps[i], TimeSpan.FromSeconds(options.GraceSeconds), heart, cut.Token, stopping);
            await TakeAsync(turn).ConfigureAwait(false);
            stepEnded(turn.Now);
            if (turn.Now.IsFailure && !turn.Options.GoOn && !run.Superseded.IsCancellationRequested)
            {
                Close(run, RunState.Failed, $"{turn.Now.Name}: {turn.Now.Reason}");
                return;
            }
        }

        await EndAsync(run, heart, stopping).ConfigureAwait(false);
    }

    private async Task<bool> EndsEarlyAsync(LiveRun run, PlaybookOptions playbook, Heartbeat heart, CancellationToken stopping)
    {
        if (run.Superseded.IsCancellationRequested)
        {
            Close(run, RunState.Superseded, TakenOver);
            return true;
        }

        heart.Beat(RecoveryQuestion.Deadline);
        var isOver = playbook.EndWhenRecovered && !run.Now.IsByHand && await recovery.AskAsync(run.Now.Until, stopping).ConfigureAwait(false);
        if (isOver)
        {
            Close(run, RunState.Recovered, "the level has recovered");
        }

        return isOver;
    }

    private async Task TakeAsync(StepTurn turn)
    {
        if (turn.Options.After.FirstOrDefault(name => !turn.Run.Now.Steps.Any(step => step.Name == name && step.State == StepState.Done)) is { } missing)
        {
            turn.Change(step => step with { State = StepState.Skipped, Reason = $"it is only for when {missing} was done" });
            return;
        }

        await steps.RunAsync(turn).ConfigureAwait(false);
    }

    // What was asked for by hand ends as completed: that all is well says nothing of what it did.
    private async Task EndAsync(LiveRun run, Heartbeat heart, CancellationToken stopping)
    {
        heart.Beat(RecoveryQuestion.Deadline);
        if (run.Superseded.IsCancellationRequested)
        {
            Close(run, RunState.Superseded, TakenOver);
        }
        else if (!run.Now.IsByHand && await recovery.AskAsync(run.Now.Until, stopping).ConfigureAwait(false))
        {
            Close(run, RunState.Recovered, "the level has recovered");
        }
        else if (!stopping.IsCancellationRequested)
        {
            Close(run, RunState.Completed, Taken(run.Now));
        }
    }

    // It ran to its end, which says nothing of what it did.
    private static string Taken(PlaybookRun run)
    {
        var failed = run.Steps.Count(step => step.IsFailure);
        return failed == 0 ? "every step was taken" : string.Create(CultureInfo.InvariantCulture, $"every step had its turn, and {failed} of {run.Steps.Count} failed");
    }

    private void Close(LiveRun run, RunState state, string reason) => run.Close(now => now.Ended(time.GetUtcNow(), state, reason));
}
