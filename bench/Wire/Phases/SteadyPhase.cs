using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>Latencies at constant rates, all the way to the application: answers at 2,500/s, accept to application at 500/s.</summary>
internal sealed class SteadyPhase(Stage stage, Report report)
{
    private const string Phase = "steady";
    private const int High = 2_500;
    private const int Low = 500;
    private readonly WireOptions _options = stage.Options;

    public async Task RunAsync()
    {
        var application = await stage.StartApplicationAsync();
        var gateway = await stage.StartGatewayAsync(application.Url);
        await Wrk.RunAsync(gateway.Url, _options.WarmSeconds, _options.Connections);
        await WholeWay.DrainAsync(gateway, TimeSpan.FromSeconds(60));
        await new SteadyLoad(gateway.Url, High, _options.Connections).RunAsync(2);

        var high = await RunAsync(gateway, application, High);
        report.Add(new Figure(Phase, "answer at 2,500/s, p50", high.Load.P50, "ms", 5, Remark: "own open-loop generator, from the moment a request was due"));
        report.Add(new Figure(Phase, "answer at 2,500/s, p99", high.Load.P99, "ms", 25, Remark: FormattableString.Invariant($"the generator itself was late by p99 {high.Load.OwnP99:0.0} ms")));

        var low = await RunAsync(gateway, application, Low);
        report.Add(new Figure(Phase, "accept to application at 500/s, p50", low.Delay50, "ms"));
        report.Add(new Figure(Phase, "accept to application at 500/s, p99", low.Delay99, "ms", 50));
        report.Add(new Figure(Phase, "steady: not accepted", high.Load.Due - high.Load.Accepted + low.Load.Due - low.Load.Accepted, Figure.Messages, 0));
        report.Add(new Figure(Phase, "steady: accepted and not delivered", high.Missing + low.Missing, Figure.Messages, 0));
    }

    private async Task<(SteadyResult Load, double Delay50, double Delay99, long Missing)> RunAsync(GatewayPart gateway, Application application, int rate)
    {
        await application.ResetAsync();
        var load = await new SteadyLoad(gateway.Url, rate, _options.Connections).RunAsync(_options.Steady);
        await WholeWay.DrainAsync(gateway, TimeSpan.FromSeconds(30));
        var stats = await application.StatsAsync();
        report.Say(FormattableString.Invariant($"  {rate}/s answers: {load}"));
        report.Say(FormattableString.Invariant($"  {rate}/s accept to application: p50 {stats.P50:0.0} ms, p99 {stats.P99:0.0} ms, max {stats.Max:0.0} ms; arrived {stats.Unique:N0}, again {stats.Repeated:N0}"));
        return (load, stats.P50, stats.P99, load.Accepted - stats.Unique);
    }
}
