using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>All the way for a minute without a pause: what arrives, and whether the gateway keeps up with what it accepts.</summary>
internal sealed class SustainPhase(Stage stage, Report report)
{
    private const string Phase = "sustain";
    private const int Wanted = 10_000;
    private const int Offered = 11_000; // a little more than is asked, so that the schedule is not what limits
    private const int BacklogBound = Wanted; // one second's worth
    private readonly WireOptions _options = stage.Options;

    public async Task RunAsync()
    {
        var application = await stage.StartApplicationAsync();
        var gateway = await stage.StartGatewayAsync(application.Url);
        await Wrk.RunAsync(gateway.Url, _options.WarmSeconds, _options.Connections);
        await WholeWay.DrainAsync(gateway, TimeSpan.FromSeconds(60));

        var full = await RunAsync(gateway, application, null);
        report.Add(new Figure(Phase, "sustained, delivered in the window", full.Delivered, "/s", Wanted, AtLeast: true, "wrk at full speed beside it"));
        report.Add(new Figure(Phase, "sustained, accepted in the window", full.Load.Rate, "/s"));
        report.Add(new Figure(Phase, "sustained, behind at the end", full.Behind, Figure.Messages, Remark: full.Course));

        var paced = await RunAsync(gateway, application, Offered);
        report.Add(new Figure(Phase, "offered 11,000/s, delivered in the window", paced.Delivered, "/s", Wanted, AtLeast: true, "wrk at a fixed rate"));
        report.Add(new Figure(Phase, "offered 11,000/s, most behind", paced.Most, Figure.Messages, BacklogBound, Remark: paced.Course));
        report.Add(new Figure(Phase, "sustain: refused or broken", full.Load.Refused + full.Load.Broken + paced.Load.Refused + paced.Load.Broken, Figure.Messages, 0));
        report.Add(new Figure(Phase, "sustain: accepted and not delivered", full.Lost + paced.Lost, Figure.Messages, 0));
        report.Add(new Figure(Phase, "sustain: memory, peak", gateway.Child.Usage.PeakMiB, "MiB", 600));
    }

    private async Task<SustainRun> RunAsync(GatewayPart gateway, Application application, int? rate)
    {
        await application.ResetAsync();
        var before = (await gateway.CountsAsync()).Accepted;
        using var stop = new CancellationTokenSource();
        var watch = WatchAsync(gateway, stop.Token);
        var loading = Wrk.RunAsync(gateway.Url, _options.Sustain, _options.Connections, rate);
        await Task.Delay(TimeSpan.FromSeconds(_options.Sustain));
        var delivered = await application.CountAsync() / _options.Sustain;
        var load = await loading;
        await stop.CancelAsync();
        var behind = await watch;
        var accepted = (await WholeWay.DrainAsync(gateway, TimeSpan.FromSeconds(180))).Accepted - before;
        var stats = await application.StatsAsync();
        var run = new SustainRun(load, delivered, behind, accepted - stats.Unique);
        report.Say(FormattableString.Invariant($"  {(rate is { } each ? $"{each}/s" : "full speed")}: {load}"));
        report.Say(FormattableString.Invariant($"    delivered {run.Delivered:N0}/s; {run.Course}; accepted {accepted:N0}, arrived {stats.Unique:N0}, again {stats.Repeated:N0}; accept to application p99 {stats.P99:0} ms"));
        return run;
    }

    private static async Task<List<long>> WatchAsync(GatewayPart gateway, CancellationToken stop)
    {
        var behind = new List<long>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                behind.Add((await gateway.CountsAsync()).Backlog);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return behind;
        }

        return behind;
    }
}
