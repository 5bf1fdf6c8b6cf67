using System.ComponentModel.DataAnnotations;

namespace Relevo.LoadBalancer.Limits;

/// <summary>How numbers that are new begin: few messages a day, slowly, more each day.</summary>
public sealed class WarmUpOptions
{
    /// <summary>Messages that a new number may send on its first day, its second, and so on (UTC); after the last it is warm. Default 20, 50, 100, 200, 500, 1,000, 2,000, 5,000, 10,000.</summary>
    public IList<int> MessagesPerDay { get; set; } = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

    /// <summary>Profile `evolution`: least seconds between two messages of a number that is not warm yet; jitter comes on top. Default 3.</summary>
    [Range(0, 3600)]
    public double EvolutionGapSeconds { get; set; } = 3;
}
