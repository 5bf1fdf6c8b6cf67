using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>Bare Kestrel, a relay, the gateway accepting and the gateway all the way, in turn, so that each round is a comparison of its own.</summary>
internal sealed class RoundsPhase(Stage stage, Report report)
{
    private const string Phase = "rounds";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private readonly WireOptions _options = stage.Options;
    private readonly List<double> _bare = [];
    private readonly List<double> _relay = [];
    private readonly List<double> _accept = [];
    private readonly List<double> _whole = [];
    private readonly List<double> _acceptCpu = [];
    private readonly List<double> _wholeCpu = [];
    private long _lost;
    private long _again;
    private long _refused;

    public async Task RunAsync()
    {
        var application = await stage.StartApplicationAsync();
        var bare = await stage.StartBareAsync();
        var relay = await stage.StartRelayAsync(application.Url);
        var accepting = await stage.StartGatewayAsync(application: null);
        var whole = await stage.StartGatewayAsync(application.Url);
        foreach (var url in new[] { bare.Url, relay.Url, accepting.Url, whole.Url })
        {
            await Wrk.RunAsync(url, _options.WarmSeconds, _options.Connections);
        }

        await WholeWay.DrainAsync(whole, TimeSpan.FromSeconds(60));
        for (var round = 1; round <= _options.Rounds; round++)
        {
            report.Say(FormattableString.Invariant($"round {round}"));
            await BareAsync(bare);
            await RelayAsync(relay, application);
            await AcceptAsync(accepting);
            await WholeAsync(whole, application);
        }

        AddFigures();
    }

    private async Task BareAsync(Part bare)
    {
        await Task.Delay(Rest);
        var load = await Wrk.RunAsync(bare.Url, _options.Seconds, _options.Connections);
        _bare.Add(load.Rate);
        report.Say($"  bare    {load}");
    }

    private async Task RelayAsync(Part relay, Application application)
    {
        await Task.Delay(Rest);
        await application.ResetAsync();
        var load = await Wrk.RunAsync(relay.Url, _options.Seconds, _options.Connections);
        _relay.Add(WholeWay.Rate(await application.StatsAsync(), load));
        report.Say($"  relay   {load}");
    }

    private async Task AcceptAsync(GatewayPart gateway)
    {
        await Task.Delay(Rest);
        var cpu = gateway.Child.Usage.CpuSeconds;
        var load = await Wrk.RunAsync(gateway.Url, _options.Seconds, _options.Connections);
        _accept.Add(load.Rate);
        _acceptCpu.Add((gateway.Child.Usage.CpuSeconds - cpu) / Math.Max(1, load.Accepted) * 1e6);
        _refused += load.Refused + load.Broken;
        report.Say(FormattableString.Invariant($"  accept  {load}  {_acceptCpu[^1]:0} µs CPU each"));
    }

    private async Task WholeAsync(GatewayPart gateway, Application application)
    {
        await Task.Delay(Rest);
        var run = await WholeWay.RunAsync(gateway, application, _options.Seconds, _options.Connections);
        _whole.Add(run.Rate);
        _wholeCpu.Add(run.CpuMicroseconds);
        _lost += run.Lost;
        _again += run.Arrived.Repeated;
        _refused += run.Load.Refused + run.Load.Broken;
        report.Say($"  whole   {run}");
    }

    private void AddFigures()
    {
        Add("bare Kestrel", Median.Of(_bare), "/s");
        Add("relay that stores nothing", Median.Of(_relay), "/s");
        Add("gateway, accept", Median.Of(_accept), "/s", remark: Cpu(_acceptCpu));
        Add("gateway, whole way", Median.Of(_whole), "/s", remark: Cpu(_wholeCpu));
        Add("accept ÷ bare Kestrel", Ratio(_accept, _bare), "", target: 0.45, remark: "median of the rounds' ratios");
        Add("whole way ÷ relay", Ratio(_whole, _relay), "", target: 0.55, remark: "median of the rounds' ratios");
        report.Add(new Figure(Phase, "rounds: refused or broken", _refused, Figure.Messages, 0));
        report.Add(new Figure(Phase, "rounds: accepted and not delivered", _lost, Figure.Messages, 0));
        report.Add(new Figure(Phase, "rounds: delivered twice", _again, Figure.Messages, 0));
    }

    private void Add(string name, double value, string unit, double? target = null, string remark = "") =>
        report.Add(new Figure(Phase, name, value, unit, target, AtLeast: true, remark));

    private static double Ratio(List<double> ours, List<double> theirs) => Median.Of(ours.Zip(theirs, (our, their) => our / their));

    private static string Cpu(List<double> microseconds) => FormattableString.Invariant($"{Median.Of(microseconds):0} µs CPU of the gateway per message");
}
