using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Relevo.Gateway.Health.Exposition;

namespace Relevo.Gateway.Tests.Health;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricsPipeline _pipeline;
    private readonly Meter _meter;

    public PrometheusTextTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _pipeline = new MetricsPipeline(meters);
        _pipeline.Begin();
        _meter = meters.Create("Gateway.Test");
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Collect_OfACounter_EndsItInTotalAndSortsItsSeries()
    {
        var counter = _meter.CreateCounter<long>("gateway.webhooks", "{webhook}", "Webhooks.");
        counter.Add(2, new("provider", "meta"), new("number", "main"));
        counter.Add(1, new("provider", "bird"), new("number", "main"));
        Assert.Equal(
            """
            # HELP gateway_webhooks_total Webhooks.
            # TYPE gateway_webhooks_total counter
            gateway_webhooks_total{number="main",provider="bird"} 1
            gateway_webhooks_total{number="main",provider="meta"} 2

            """,
            Ours());
    }

    [Fact]
    public void Collect_OfAHistogramOfSeconds_WritesCumulativeBucketsUpToInfinity()
    {
        var histogram = _meter.CreateHistogram<double>("gateway.webhook.ack", "s", "Time to the answer.");
        histogram.Record(0.0004);
        histogram.Record(0.003);
        histogram.Record(77);
        var lines = Ours().Split('\n');
        Assert.Equal("# TYPE gateway_webhook_ack_seconds histogram", lines[1]);
        Assert.Equal("gateway_webhook_ack_seconds_bucket{le=\"0.0005\"} 1", lines[2]);
        Assert.Contains("gateway_webhook_ack_seconds_bucket{le=\"0.005\"} 2", lines);
        Assert.Contains("gateway_webhook_ack_seconds_bucket{le=\"30\"} 2", lines);
        Assert.Contains("gateway_webhook_ack_seconds_bucket{le=\"+Inf\"} 3", lines);
        Assert.Contains("gateway_webhook_ack_seconds_sum 77.0034", lines);
        Assert.Contains("gateway_webhook_ack_seconds_count 3", lines);
    }

    [Fact]
    public void Collect_OfAHistogramOfSizes_UsesBucketsForSizes()
    {
        _meter.CreateHistogram<int>("gateway.store.batch_size", description: "Messages per commit.").Record(300, new KeyValuePair<string, object?>("outcome", "ok"));
        Assert.Contains("gateway_store_batch_size_bucket{outcome=\"ok\",le=\"256\"} 0\ngateway_store_batch_size_bucket{outcome=\"ok\",le=\"512\"} 1", Ours(), StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_OfHostileLabels_EscapesThem()
    {
        _meter.CreateCounter<long>("gateway.events", description: "Line one.\nLine \\ two.").Add(1, new KeyValuePair<string, object?>("kind-of.it", "a\"b\\c\nd"));
        var text = Ours();
        Assert.Contains("# HELP gateway_events_total Line one.\\nLine \\\\ two.\n", text, StringComparison.Ordinal);
        Assert.Contains("gateway_events_total{kind_of_it=\"a\\\"b\\\\c\\nd\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_OfManyLabels_IsBounded()
    {
        var counter = _meter.CreateCounter<long>("gateway.sends", description: "Sends.");
        for (var i = 0; i < 5000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("number", $"n{i}"));
        }

        var lines = Ours().Split('\n').Where(l => l.StartsWith("gateway_sends_total", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 500, 1001);
        Assert.Equal(5000, lines.Sum(l => long.Parse(l.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Collect_OfAnotherHostInThisProcess_LeavesItOut()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create("Gateway.Test").CreateCounter<long>("gateway.events").Add(7);
        Assert.Equal("", Ours());
    }

    [Fact]
    public void Collect_Twice_IsTheSameText()
    {
        _meter.CreateCounter<long>("gateway.events", description: "Events.").Add(3, new KeyValuePair<string, object?>("kind", "message"));
        _meter.CreateObservableGauge("gateway.level", () => 1L, description: "Level.");
        Assert.Equal(Ours(), Ours());
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.1, "0.1")]
    [InlineData(1215, "1215")]
    public void Number_OfAnyValue_IsWhatPrometheusReads(double value, string text) => Assert.Equal(text, PrometheusText.Number(value));

    [Theory]
    [InlineData("gateway.queue.oldest", "s", MetricType.DoubleGauge, "gateway_queue_oldest_seconds")]
    [InlineData("gateway.wait_seconds", "s", MetricType.DoubleGauge, "gateway_wait_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", MetricType.LongSum, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("dotnet.thread_pool.thread.count", "{thread}", MetricType.LongSumNonMonotonic, "dotnet_thread_pool_threads")]
    [InlineData("dotnet.thread_pool.thread.count", "{thread}", MetricType.LongSum, "dotnet_thread_pool_threads")]
    [InlineData("dotnet.thread_pool.queue.length", "{work_item}", MetricType.LongSum, "dotnet_thread_pool_queue_length")]
    [InlineData("dotnet.thread_pool.work_item.count", "{work_item}", MetricType.LongSum, "dotnet_thread_pool_work_item_count_total")]
    [InlineData("2nd-try", "", MetricType.LongGauge, "_2nd_try")]
    public void Of_AnInstrument_FollowsTheConventions(string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, type));

    // Without the runtime's own, which differ from one moment to the next.
    private string Ours()
    {
        var text = Encoding.UTF8.GetString(_pipeline.Collect());
        var begin = text.IndexOf("# HELP gateway", StringComparison.Ordinal);
        var end = text.IndexOf("# HELP kestrel", StringComparison.Ordinal);
        return begin < 0 ? "" : end < begin ? text[begin..] : text[begin..end];
    }
}
