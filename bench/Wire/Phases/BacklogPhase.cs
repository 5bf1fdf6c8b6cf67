using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>A million messages wait because the application is away: memory, the rate of accepting, restarts, catching up.</summary>
internal sealed class BacklogPhase(Stage stage, Report report)
{
    private const string Phase = "backlog";
    private const int Comparisons = 3;
    private const double MaxMemory = 600;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(180);
    private readonly WireOptions _options = stage.Options;

    public async Task RunAsync()
    {
        var port = Ports.Next(); // nobody listens here until the end
        var away = FormattableString.Invariant($"http://127.0.0.1:{port}/events");
        var gateway = await stage.StartGatewayAsync(away);
        await FillAsync(gateway);
        await CompareAsync(gateway, away);
        await Task.Delay(Rest);
        Memory("memory with them waiting, at rest", gateway.Child.Usage.RssMiB);
        Memory("memory with them waiting, peak under load", gateway.Child.Usage.PeakMiB);
        await RestartAsync(gateway);
        await CatchUpAsync(gateway, port);
    }

    private async Task FillAsync(GatewayPart gateway)
    {
        var waiting = 0L;
        while (waiting < _options.Waiting)
        {
            var load = await Wrk.RunAsync(gateway.Url, _options.Seconds, _options.Connections);
            waiting = (await gateway.CountsAsync()).Backlog;
            report.Say(FormattableString.Invariant($"  fill    {load}  waiting {waiting:N0}, memory {gateway.Child.Usage.RssMiB:N0} MiB"));
            if (load.Accepted == 0)
            {
                throw new WireException($"The gateway takes nothing. It wrote:\n{gateway.Child.Output}");
            }
        }

        report.Add(new Figure(Phase, "messages waiting", waiting, Figure.Messages, Remark: FormattableString.Invariant($"{gateway.DataMiB():N0} MiB of files")));
    }

    // A gateway that holds nothing and one that holds a million, in turn, both with an application that is away.
    private async Task CompareAsync(GatewayPart full, string away)
    {
        List<double> empties = [], fulls = [];
        for (var i = 0; i < Comparisons; i++)
        {
            var empty = await stage.StartGatewayAsync(away);
            await Wrk.RunAsync(empty.Url, 2 * _options.WarmSeconds, _options.Connections); // the full one has long been warm
            var load = await Wrk.RunAsync(empty.Url, _options.Seconds, _options.Connections);
            empties.Add(load.Rate);
            report.Say($"  empty   {load}");
            await empty.Child.KillAsync();

            load = await Wrk.RunAsync(full.Url, _options.Seconds, _options.Connections);
            fulls.Add(load.Rate);
            report.Say($"  full    {load}");
        }

        var change = Median.Of(fulls.Zip(empties, (each, other) => each / other));
        var remark = FormattableString.Invariant($"{Median.Of(fulls):N0}/s against {Median.Of(empties):N0}/s, application away in both");
        report.Add(new Figure(Phase, "accept rate with them waiting ÷ empty", change, "", 0.8, AtLeast: true, remark));
    }

    private async Task RestartAsync(GatewayPart gateway)
    {
        var stopped = await gateway.Child.StopAsync(TimeSpan.FromSeconds(30));
        var ready = await gateway.StartAsync(StartPatience);
        report.Add(new Figure(Phase, "start to ready after a stop", ready.TotalSeconds, "s", 3, Remark: FormattableString.Invariant($"the stop took {stopped.TotalSeconds:0.0} s; files in the page cache")));
        await Task.Delay(Rest);
        Memory("memory after the restart, at rest", gateway.Child.Usage.RssMiB);
        await gateway.Child.KillAsync();
        ready = await gateway.StartAsync(StartPatience);
        report.Add(new Figure(Phase, "start to ready after kill -9", ready.TotalSeconds, "s", 3));
    }

    private async Task CatchUpAsync(GatewayPart gateway, int port)
    {
        var before = await gateway.CountsAsync();
        var began = DateTime.UtcNow;
        var application = await stage.StartApplicationAsync(port);
        while (await application.CountAsync() < before.Backlog && DateTime.UtcNow - began < DrainPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        var after = await WholeWay.DrainAsync(gateway, TimeSpan.FromSeconds(5));
        var stats = await application.StatsAsync();
        var seconds = stats.Last - (began - DateTime.UnixEpoch).TotalSeconds;
        report.Say(FormattableString.Invariant($"  drained {stats.Unique:N0} in {seconds:0.0} s, again {stats.Repeated:N0}, still waiting {after.Backlog:N0}, dead {after.Dlq:N0}"));
        report.Add(new Figure(Phase, "catching up when the application is back", stats.Unique / seconds, "/s", Remark: "from the start of the application, the pause of its probe included"));
        Memory("memory while catching up, peak", gateway.Child.Usage.PeakMiB);
        report.Add(new Figure(Phase, "backlog: accepted and not delivered", before.Backlog - stats.Unique, Figure.Messages, 0));
    }

    private void Memory(string name, double value) => report.Add(new Figure(Phase, name, value, "MiB", MaxMemory));
}
