using System.Globalization;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Sending;
using Relevo.QueueProcessor.Lanes;

namespace Relevo.Gateway.Operating.Restarts;

/// <summary>Wakes every lane: what could be worked on is begun, and what waits for a number is looked at again.</summary>
internal sealed class LaneRestart(LaneQueues queues, SendQueue sends) : IRestartable
{
    public bool Covers(string component) => component == ComponentNames.Queue;

    public Task<string> RestartAsync(CancellationToken cancellation)
    {
        var all = queues.All;
        foreach (var queue in all)
        {
            queue.Restart();
        }

        sends.Redistribute();
        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{all.Count} queue(s) begin whatever can be begun, and read on"));
    }
}
