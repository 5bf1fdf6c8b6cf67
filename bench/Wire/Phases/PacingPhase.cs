using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire.Phases;

/// <summary>500 numbers that may send 8 a second each, with more waiting than they may: how much of what is allowed is used, and whether any second holds more.</summary>
internal sealed class PacingPhase(Stage stage, Report report)
{
    private const string Phase = "pacing";
    private const int Numbers = 500;
    private const int Rate = 8;

    public async Task RunAsync()
    {
        await WarmAsync();
        await using var load = new SendLoad(Numbers, Rate, 1, TimeSpan.Zero, withReceipts: false);
        var gateway = await stage.StartSendingGatewayAsync(load);
        await load.RunAsync(gateway, stage.Options.IsQuick ? 1 : 25);
        var early = load.Violations;
        var result = await load.RunAsync(gateway, stage.Options.IsQuick ? 2 : 20);
        report.Say(FormattableString.Invariant($"  {Numbers} numbers at {Rate}/s: {result}; {early} beyond the limit while it warmed up; gateway {gateway.Child.Usage}"));
        report.Add(new Figure(Phase, "share of what 500 numbers may send that is sent", result.Rate / (Numbers * Rate), "", 0.95, AtLeast: true, result.Course));
        report.Add(new Figure(Phase, "sends beyond limit and burst of a sliding second, by the provider's clock", load.Violations, Figure.Messages, 0));
    }

    // The provider of the run shall be warm, as real ones are: what its own first calls take would move arrivals.
    private async Task WarmAsync()
    {
        await using var load = new SendLoad(Numbers, 1000, 1000, TimeSpan.Zero, withReceipts: false);
        var gateway = await stage.StartSendingGatewayAsync(load);
        await load.RunAsync(gateway, stage.Options.IsQuick ? 1 : 15);
        await gateway.Child.StopAsync(TimeSpan.FromSeconds(20));
    }
}
