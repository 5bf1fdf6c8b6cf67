using Relevo.Gateway.Health.Checks;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Operating.Restarts;

/// <summary>
/// Tries every number that was left out, instead of waiting until its time comes. What was set by hand stays, and so do numbers
/// that their provider banned or locked: a machine that knocks at those makes it worse.
/// </summary>
internal sealed class PoolRestart(NumberPool pool) : IRestartable
{
    public bool Covers(string component) => component == ComponentNames.LoadBalancer;

    public async Task<string> RestartAsync(CancellationToken cancellation)
    {
        var tried = new List<string>();
        foreach (var number in pool.List().Where(IsOut))
        {
            if (await pool.ResumeAsync(number.Name, cancellation) != HandOutcome.Unknown)
            {
                tried.Add(number.Name);
            }
        }

        return tried.Count == 0 ? "no number can be tried" : "tried again: " + string.Join(", ", tried);
    }

    private static bool IsOut(NumberStatus number) =>
        number.Standing == NumberStanding.Ejected && number is { IsDrainedByHand: false, IsActivatedByHand: false };
}
