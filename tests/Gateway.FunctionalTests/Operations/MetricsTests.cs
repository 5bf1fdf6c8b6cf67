using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>The metrics page is well formed, adds up, and like the log holds nobody's number or words.</summary>
public sealed class MetricsTests
{
    private static readonly string[] Promised =
    [
        "gateway_webhooks_total", "gateway_webhook_ack_seconds", "gateway_events_total", "gateway_duplicates_total", "gateway_store_batch_size",
        "gateway_store_commit_seconds", "gateway_queue_waiting", "gateway_queue_active", "gateway_queue_delayed", "gateway_queue_dead",
        "gateway_queue_oldest_seconds", "gateway_delivery_seconds", "gateway_level", "gateway_component_up", "gateway_conservation_gap",
    ];

    [SkippableFact]
    public async Task Metrics_UnderLoad_PassPromtool()
    {
        Skip.If(Tool.Find("promtool") is null, "promtool is not installed");
        await using var rig = await LoadedAsync();
        var file = rig.Folder.File("metrics");
        await File.WriteAllTextAsync(file, await rig.Client.MetricsAsync());
        var (code, text) = await Tool.TryRunAsync("sh", "-c", $"{Tool.Find("promtool")} check metrics < {file}");
        Assert.True(code == 0, text);
    }

    [Fact]
    public async Task Metrics_Promised_AreThereAndAddUp()
    {
        await using var rig = await LoadedAsync();
        var text = await rig.Client.MetricsAsync();
        Assert.All(Promised, name => Assert.Contains("# TYPE " + name, text, StringComparison.Ordinal));
        Assert.Equal(rig.History.Events.Sum(item => item.Attempts), await rig.Client.MetricAsync("gateway_webhooks_total", "outcome=\"accepted\""));
        await Wait.UntilAsync(async () => await rig.Client.MetricAsync("gateway_queue_waiting") == 0, "nothing waits");
        Assert.Equal(0, await rig.Client.MetricAsync("gateway_conservation_gap"));
    }

    /// <summary>I12, for the paths of this suite: numbers, words, keys and tokens are on no page and in no line.</summary>
    [Fact]
    public async Task LogAndMetrics_AfterEveryKindOfTrouble_HoldNobodysNumberWordsOrKeys()
    {
        const string Contact = "15567654321";
        const string Words = "canary-of-private-words";
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Delivery:MaxAttemptsAlone", 2)));
        using var webhooks = new Webhooks(rig.Url);
        var answers = 0;
        int[] statuses = [500, 410, 400, 302, 0, 200];
        rig.Application.Behaviour = _ => statuses[Interlocked.Increment(ref answers) % statuses.Length] is var status and > 0 ? Answer.Of(status) : new Answer { Reset = true };
        for (var i = 0; i < 30; i++)
        {
            await webhooks.AcceptAsync($"wamid.canary{i}", Contact, Words);
        }

        var body = MetaBody.Message("wamid.forged", Contact, Words);
        Assert.Equal(401, (await webhooks.PostAsync(body, MetaBody.Sign(body, Words))).Status);
        Assert.Equal(200, (await webhooks.PostAsync(System.Text.Encoding.UTF8.GetBytes($"{{\"{Contact}\":\"{Words}\""))).Status);
        await webhooks.PostAsync(body, path: $"/webhooks/meta/{Words}?token={Words}");
        await Wait.UntilAsync(async () => await rig.Client.MetricAsync("gateway_queue_waiting") == 0 && await rig.Client.MetricAsync("gateway_queue_delayed") == 0, "everything is delivered or parked", TimeSpan.FromSeconds(60), rig.Gateway.Output.ToString);
        var pages = rig.Gateway.Output + await rig.Client.MetricsAsync();
        foreach (var secret in new[] { Contact, Contact[4..], Words, "wamid.canary", Known.Secret, Known.AdminKey, Known.ApplicationSecret, Known.VerifyToken })
        {
            Assert.DoesNotContain(secret, pages, StringComparison.Ordinal);
        }
    }

    private static async Task<Rig> LoadedAsync()
    {
        var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = rig.NewSender();
        for (var i = 0; i < 50; i++)
        {
            await sender.SendAsync(i % 5);
        }

        Assert.Equal(200, await sender.AttemptAsync(rig.History.Events.First())); // A repetition is counted, too.
        await rig.AssertCleanAsync();
        return rig;
    }
}
