using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Deliveries;

/// <summary>Events that are refused are parked, can be looked at, retried and dropped, and each of these is written down.</summary>
public sealed class DeadLetterTests
{
    private const string Victim = "wamid.victim";
    private const string Contact = "15560000070";

    /// <summary>410 at once, refusals after three attempts, one that fails alone after <c>Delivery:MaxAttemptsAlone</c>.</summary>
    [Theory, InlineData(410, 1), InlineData(400, 3), InlineData(413, 3), InlineData(415, 3), InlineData(422, 3), InlineData(500, 4)]
    public async Task Deliver_Refused_IsParkedAfterItsAttemptsAndTheConversationGoesOn(int status, int attempts)
    {
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Delivery:MaxAttemptsAlone", 4)));
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == Victim ? Answer.Of(status) : Answer.Ok;
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 20 });
        sender.Start(); // The application serves others meanwhile.
        await ParkAsync(rig);
        await sender.FinishAsync();

        Assert.Equal(attempts, rig.Application.Of(Victim).Count());
        var letter = Assert.Single(await rig.Client.DeadLettersAsync());
        Assert.Equal(Victim, letter.ProviderMessageId);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), letter.Answer, StringComparison.Ordinal);
        Assert.NotEmpty(letter.Reason);
        await Wait.UntilAsync(async () => await rig.Client.MetricAsync("gateway_queue_dead") == 1, "the metric counts it");
        await Wait.UntilAsync(async () => await rig.Client.MetricAsync("gateway_conservation_gap") == 0, "every event is accounted for");
    }

    [Fact]
    public async Task Api_RetryAndDrop_AreDoneAndAudited()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => Answer.Of(410);
        using var webhooks = new Webhooks(rig.Url);
        await webhooks.AcceptAsync("wamid.again", Contact);
        await webhooks.AcceptAsync("wamid.gone", Contact);
        await Wait.UntilAsync(async () => (await rig.Client.DeadLettersAsync()).Count == 2, "both are parked");
        var letters = (await rig.Client.DeadLettersAsync()).ToDictionary(letter => letter.ProviderMessageId!, letter => letter.Id);
        await rig.KillAsync(); // Dead letters are as durable as everything else.
        await rig.StartAsync();
        rig.Application.Behaviour = _ => Answer.Ok;

        using var retried = await rig.Client.SendAsync(HttpMethod.Post, "/api/deadletters/retry", new JsonObject { ["ids"] = new JsonArray(letters["wamid.again"]) });
        Assert.True(retried.IsSuccessStatusCode, await retried.Content.ReadAsStringAsync());
        using var dropped = await rig.Client.SendAsync(HttpMethod.Post, "/api/deadletters/drop", new JsonObject { ["ids"] = new JsonArray(letters["wamid.gone"]) });
        Assert.True(dropped.IsSuccessStatusCode, await dropped.Content.ReadAsStringAsync());
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.again") == 1, "the retried one is delivered");

        var deliveries = rig.Application.Of("wamid.again").ToList();
        Assert.NotEqual(deliveries[0].WebhookId, deliveries.Single(delivery => delivery.Accepted).WebhookId);
        Assert.Empty(await rig.Client.DeadLettersAsync());
        Assert.Single(rig.Application.Of("wamid.gone"));
        var audit = (await rig.Client.AuditAsync()).Select(entry => entry.ToJsonString()).ToList();
        Assert.Contains(audit, entry => entry.Contains("\"ops\"", StringComparison.Ordinal) && entry.Contains("retry", StringComparison.Ordinal) && entry.Contains(letters["wamid.again"], StringComparison.Ordinal));
        Assert.Contains(audit, entry => entry.Contains("\"ops\"", StringComparison.Ordinal) && entry.Contains("drop", StringComparison.Ordinal) && entry.Contains(letters["wamid.gone"], StringComparison.Ordinal));
        Assert.Equal(404, (int)(await rig.Client.SendAsync(HttpMethod.Get, "/api/deadletters/" + letters["wamid.gone"])).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/deadletters", 200, 403)]
    [InlineData("POST", "/api/deadletters/retry", 403, 403)]
    [InlineData("POST", "/api/deadletters/drop", 403, 403)]
    [InlineData("GET", "/admin/audit", 403, 403)]
    [InlineData("GET", "/api/queue/metrics", 200, 403)]
    public async Task Api_Roles_AreDeniedByDefault(string method, string path, int reader, int sender)
    {
        await using var rig = await Rig.StartedAsync();
        async Task<int> AsAsync(string? key) =>
            (int)(await rig.Client.SendAsync(new HttpMethod(method), path, method == "POST" ? new JsonObject { ["all"] = true } : null, key)).StatusCode;
        Assert.Equal(401, await AsAsync(null));
        Assert.Equal(401, await AsAsync("wrong-key-of-the-tests"));
        Assert.Equal(401, await AsAsync(Known.AdminKey + "x"));
        Assert.Equal(reader, await AsAsync(Known.ReadKey));
        Assert.Equal(sender, await AsAsync(Known.SendKey));
    }

    [Fact]
    public async Task Cli_ListShowRetryDrop_DoWhatTheyAreAsked()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => Answer.Of(410);
        using var webhooks = new Webhooks(rig.Url);
        await webhooks.AcceptAsync("wamid.first", Contact);
        await webhooks.AcceptAsync("wamid.second", Contact);
        await Wait.UntilAsync(async () => (await rig.Client.DeadLettersAsync()).Count == 2, "both are parked");
        var (first, second) = (await rig.Client.DeadLettersAsync()) is [var one, var two] ? (one.Id, two.Id) : ("", "");
        rig.Application.Behaviour = _ => Answer.Ok;

        var (code, text) = await CommandAsync(rig, "list", "--json");
        Assert.Equal(0, code);
        Assert.Contains(first, text, StringComparison.Ordinal);
        Assert.Contains(second, text, StringComparison.Ordinal);
        (code, text) = await CommandAsync(rig, "show", first, "--json");
        Assert.Equal(0, code);
        Assert.Contains("wamid.first", text, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandAsync(rig, "drop", second)).Code);
        Assert.Equal(0, (await CommandAsync(rig, "retry", first)).Code);
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.first") == 1, "the retried one is delivered");
        Assert.Empty(await rig.Client.DeadLettersAsync());
        Assert.Equal(1, (await CommandAsync(rig, "show", first)).Code); // It is no dead letter any more.
        Assert.Equal(2, (await CommandAsync(rig, "nonsense")).Code);
    }

    [Fact]
    public async Task Cli_RetryAll_EmptiesTheDeadLetters()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => Answer.Of(410);
        using var webhooks = new Webhooks(rig.Url);
        for (var i = 0; i < 150; i++)
        {
            await webhooks.AcceptAsync($"wamid.many{i}", Checking.MetaBody.Contact(i % 7));
        }

        await Wait.UntilAsync(async () => await rig.Client.MetricAsync("gateway_queue_dead") == 150, "all are parked");
        rig.Application.Behaviour = _ => Answer.Ok;
        var (code, text) = await CommandAsync(rig, "retry", "--all");
        Assert.True(code == 0, text);
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count(delivery => delivery.Accepted) == 150, "all are delivered");
        Assert.Empty(await rig.Client.DeadLettersAsync());
        foreach (var conversation in rig.Application.Deliveries.Where(delivery => delivery.Accepted).GroupBy(delivery => delivery.ConversationKey))
        {
            var order = conversation.OrderBy(delivery => delivery.Received).Select(delivery => int.Parse(delivery.ProviderMessageId!["wamid.many".Length..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(order.Order(), order);
        }
    }

    private static Task<(int Code, string Output)> CommandAsync(Rig rig, params string[] words) =>
        GatewayProcess.RunAsync(["deadletters", .. words, "--url", rig.Url], [new("GATEWAY_ADMIN_KEY", Known.AdminKey)]);

    /// <summary>Posts the event that will be refused and one behind it, and waits until that one came through.</summary>
    private static async Task ParkAsync(Rig rig)
    {
        using var webhooks = new Webhooks(rig.Url);
        await webhooks.AcceptAsync(Victim, Contact);
        await webhooks.AcceptAsync("wamid.behind", Contact);
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.behind") == 1, "the conversation goes on", context: rig.Gateway.Output.ToString);
    }
}
