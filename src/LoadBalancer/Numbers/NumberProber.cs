using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>Asks providers whether numbers that are down can send again, a few at a time.</summary>
internal sealed class NumberProber(PoolCore core, NumberJudge judge, TimeProvider time, Func<double> draw, CancellationToken stopping)
{
    private const int MostAtOnce = 8;
    private int _asking;

    /// <summary>Asks whether a number can send; null tries it without asking.</summary>
    public Func<string, CancellationToken, Task<bool>>? Probe { get; set; }

    /// <summary>Asks soon. Does nothing while it is being asked already, or too many are.</summary>
    public void Ask_NeedsGate(PooledNumber number, long now)
    {
        if (Probe is not { } probe)
        {
            judge.Try_NeedsGate(number, now);
            return;
        }

        if (number.Health.IsProbing || _asking >= MostAtOnce)
        {
            return;
        }

        (number.Health.IsProbing, _asking) = (true, _asking + 1);
        var epoch = number.Health.Epoch;
        core.Announcer.Work_NeedsGate(() => _ = AskAsync(number, epoch, probe));
    }

    private async Task AskAsync(PooledNumber number, int epoch, Func<string, CancellationToken, Task<bool>> probe)
    {
        var canSend = false;
        Exception? failure = null;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(core.Options.Return.ProbeSeconds), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
            canSend = await probe(number.Name, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        // Who cannot be asked cannot send.
        catch (Exception caught)
        {
            failure = caught;
        }

        using (core.Enter())
        {
            Answer_NeedsGate(number, epoch, canSend, failure);
        }
    }

    private void Answer_NeedsGate(PooledNumber number, int epoch, bool canSend, Exception? failure)
    {
        (number.Health.IsProbing, _asking) = (false, _asking - 1);
        if (failure is not null && !stopping.IsCancellationRequested)
        {
            core.Announcer.Work_NeedsGate(() => Log.ProbeFailed(core.Logger, number.Name, failure));
        }

        var health = number.Health;
        if (core.IsStopped || health.Epoch != epoch || health.Phase != HealthPhase.Down)
        {
            return;
        }

        var now = core.Clock.Now;
        if (canSend)
        {
            judge.Try_NeedsGate(number, now);
            return;
        }

        health.GoDown(health.Cause, health.Reason ?? NumberHealth.Word(health.Cause), now, draw(), core.Options.Return);
        core.Changed_NeedsGate(number);
    }
}
