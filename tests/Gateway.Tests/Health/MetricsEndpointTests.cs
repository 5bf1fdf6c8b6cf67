using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Relevo.Gateway.Health.Readings;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Health;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Metrics_OfAHostThatRuns_HaveTheNamesOfTheContract()
    {
        await using var host = await StartAsync();
        var lines = (await ScrapeAsync(host)).Split('\n');
        foreach (var line in (string[])[
            "gateway_queue_waiting{priority=\"normal\"} 9", "gateway_queue_waiting{priority=\"batch\"} 0", "gateway_queue_active 1",
            "gateway_queue_delayed 2", "gateway_queue_dead 4", "gateway_level 0", "gateway_component_up{component=\"database\"} 1",
            "gateway_level_changes_total{to=\"critical\"} 0", "gateway_conservation_gap{kind=\"events\"} 0",
            "gateway_conservation_gap{kind=\"sends\"} 0", "gateway_time_to_loss_seconds 1215", "gateway_webhooks_total{number=\"main\",outcome=\"accepted\",provider=\"meta\"} 1"])
        {
            Assert.Contains(line, lines);
        }

        var age = lines.Single(l => l.StartsWith("gateway_queue_oldest_seconds ", StringComparison.Ordinal)).Split(' ')[1];
        Assert.Equal(60, double.Parse(age, System.Globalization.CultureInfo.InvariantCulture), 3);
        Assert.Contains(lines, l => l.StartsWith("dotnet_gc_collections_total{", StringComparison.Ordinal));
        Assert.Contains("# TYPE dotnet_thread_pool_threads gauge", lines);
        Assert.Contains(lines, l => l.StartsWith("kestrel_active_connections{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_WhenTheLevelChanges_CountIt()
    {
        await using var host = await StartAsync();
        host.Store.Probe = _ => throw new StoreException("The disk is full.");
        await host.UntilAsync(s => s.Level == HealthLevel.Critical);
        var lines = (await ScrapeAsync(host)).Split('\n');
        Assert.Contains("gateway_level 2", lines);
        Assert.Contains("gateway_component_up{component=\"database\"} 0", lines);
        Assert.Contains("gateway_level_changes_total{to=\"critical\"} 1", lines);
    }

    [Fact]
    public async Task Metrics_WhileTheStoreHangs_AreServed()
    {
        await using var host = await StartAsync();
        host.Hanging.Add("database");
        host.Store.Probe = _ => new TaskCompletionSource().Task;
        host.Store.Counts = _ => throw new StoreException("not now");
        await host.UntilAsync(s => s.Level == HealthLevel.Critical);
        host.Services.GetRequiredService<StoreGauges>().Read();
        Assert.Contains("gateway_queue_dead 4\n", await ScrapeAsync(host), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Metrics_ToPromtool_AreFaultless()
    {
        Skip.IfNot(File.Exists("/usr/bin/promtool"), "promtool comes with the package prometheus");
        await using var host = await StartAsync();
        var text = await ScrapeAsync(host);
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", "check metrics")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = promtool.StandardOutput.ReadToEndAsync();
        var errors = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        Assert.Equal("", await output + await errors);
        Assert.Equal(0, promtool.ExitCode);
    }

    private static async Task<HealthHost> StartAsync()
    {
        var host = await HealthHost.StartAsync();
        host.Store.Counts = sends => sends
            ? new StoreCounts(4, 0, 0, 0, [0, 0, 0, 0, 0], 0, 4, null)
            : new StoreCounts(20, 8, 0, 0, [0, 0, 10, 0, 0], 2, 0, host.Time.GetUtcNow().AddMinutes(-1));
        host.Queue.InWork[Contracts.Messages.Priority.Normal] = 1;
        host.Services.GetRequiredService<StoreGauges>().Read();
        RecordEverything(host.Services.GetRequiredService<IMeterFactory>().Create("Gateway.Parts"));
        await host.UntilCheckedAsync();
        return host;
    }

    // What the other parts measure, by the names that they use.
    private static void RecordEverything(Meter meter)
    {
        meter.CreateCounter<long>("gateway.webhooks", description: "Webhooks.").Add(1, new("provider", "meta"), new("number", "main"), new("outcome", "accepted"));
        meter.CreateHistogram<double>("gateway.webhook.ack", "s", "Time to the answer.").Record(0.004);
        meter.CreateCounter<long>("gateway.events", description: "Events.").Add(1, new("kind", "message"), new("provider", "meta"));
        meter.CreateCounter<long>("gateway.duplicates", description: "Events that came again.").Add(1, new KeyValuePair<string, object?>("provider", "meta"));
        meter.CreateHistogram<long>("gateway.store.batch_size", description: "Messages per commit.").Record(17);
        meter.CreateHistogram<double>("gateway.store.commit", "s", "Time of a commit.").Record(0.002);
        meter.CreateHistogram<double>("gateway.delivery", "s", "Time to the application.").Record(0.02, new KeyValuePair<string, object?>("outcome", "completed"));
        meter.CreateCounter<long>("gateway.sends", description: "Sends.").Add(1, new("number", "main"), new("outcome", "accepted"));
        meter.CreateHistogram<double>("gateway.send", "s", "Time of a send.").Record(0.2, new KeyValuePair<string, object?>("provider", "meta"));
        meter.CreateObservableGauge("gateway.number.load", () => new Measurement<double>(0.5, new KeyValuePair<string, object?>("number", "main")), description: "Load of a number.");
        meter.CreateObservableGauge("gateway.number.available", () => new Measurement<long>(1, new KeyValuePair<string, object?>("number", "main")), description: "1 while a number may send.");
        meter.CreateCounter<long>("gateway.rate_limit.hits", description: "Sends that waited for a limit.").Add(1, new KeyValuePair<string, object?>("number", "main"));
        meter.CreateCounter<long>("gateway.cache.requests", description: "Look-ups.").Add(1, new("level", "memory"), new("result", "hit"));
    }

    private static async Task<string> ScrapeAsync(HealthHost host)
    {
        using var response = await host.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsStringAsync();
    }
}
