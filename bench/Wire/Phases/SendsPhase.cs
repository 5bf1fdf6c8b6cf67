using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>Sends end to end: taken by the API, durable, chosen, paced, called at a played provider, answered, settled; with and without receipts.</summary>
internal sealed class SendsPhase(Stage stage, Report report)
{
    private const string Phase = "sends";
    private const int Numbers = 10;
    private const int Fast = 10_000; // messages a second and number: the numbers do not limit
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync()
    {
        var direct = await RunAsync("0 ms, no receipts", TimeSpan.Zero, withReceipts: false);
        report.Add(new Figure(Phase, "sends, provider at 0 ms, no receipts", direct.Rate, "/s", 5_000, AtLeast: true, direct.Course));
        var slow = await RunAsync("100 ms, no receipts", Slow, withReceipts: false);
        report.Add(new Figure(Phase, "sends, provider at 100 ms, no receipts", slow.Rate, "/s", Remark: slow.Course));
        var receipts = await RunAsync("0 ms, three receipts each", TimeSpan.Zero, withReceipts: true);
        report.Add(new Figure(Phase, "sends, provider at 0 ms, three receipts each", receipts.Rate, "/s", 1_500, AtLeast: true, receipts.Course));
        report.Add(new Figure(Phase, "receipts taken meanwhile", receipts.Receipts, "/s"));
        report.Add(new Figure(Phase, "sends taken and not sent, or sent twice", direct.Odd + slow.Odd + receipts.Odd, Figure.Messages, 0));
    }

    private async Task<SendsResult> RunAsync(string name, TimeSpan latency, bool withReceipts)
    {
        await using var load = new SendLoad(Numbers, Fast, Fast, latency, withReceipts);
        var gateway = await stage.StartSendingGatewayAsync(load);
        await load.RunAsync(gateway, stage.Options.IsQuick ? 1 : 25);
        var result = await load.RunAsync(gateway, stage.Options.IsQuick ? 2 : 15);
        report.Say(FormattableString.Invariant($"  {name}: {result}; gateway {gateway.Child.Usage}"));
        await gateway.Child.StopAsync(TimeSpan.FromSeconds(20));
        return result;
    }
}
