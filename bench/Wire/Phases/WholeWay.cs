using System.Diagnostics;
using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Roles;

namespace Relevo.Wire.Phases;

/// <summary>Loads something that leads to the application, and waits until everything has come there.</summary>
internal static class WholeWay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>One run through the gateway, from the first request until the last accepted message was delivered.</summary>
    public static async Task<WholeWayRun> RunAsync(GatewayPart gateway, Application application, double seconds, int connections)
    {
        await application.ResetAsync();
        var before = await gateway.CountsAsync();
        var cpu = gateway.Child.Usage.CpuSeconds;
        var load = await Wrk.RunAsync(gateway.Url, seconds, connections);
        var backlog = load.Accepted - await application.CountAsync();
        var after = await DrainAsync(gateway, Patience);
        var stats = await application.StatsAsync();
        return new WholeWayRun(load, stats, after.Accepted - before.Accepted, Math.Max(0, backlog), gateway.Child.Usage.CpuSeconds - cpu);
    }

    /// <summary>Waits until nothing is waiting or in work.</summary>
    public static async Task<QueueCounts> DrainAsync(GatewayPart gateway, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var counts = await gateway.CountsAsync();
            if (counts.Backlog == 0 || Stopwatch.GetElapsedTime(began) > patience)
            {
                return counts;
            }

            await Task.Delay(counts.Backlog > 100_000 ? Pause * 20 : Pause);
        }
    }

    /// <summary>Messages per second from the first request to the last arrival.</summary>
    public static double Rate(AppStats stats, WrkResult load) => stats.Count / Math.Max(stats.Last - load.Started, 0.001);
}
