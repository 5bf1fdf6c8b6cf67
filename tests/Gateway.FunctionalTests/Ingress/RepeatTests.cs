using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I02, I03: the same event comes again and again, and is processed once; nobody else's path takes it.</summary>
public sealed class RepeatTests(ITestOutputHelper output)
{
    private const string Contact = "15560000040";

    [Fact]
    public async Task I02_ReplayAtOnceAndAfterRestarts_IsProcessedOnce()
    {
        await using var rig = await Rig.StartedAsync();
        var body = MetaBody.Message("wamid.replay", Contact, "hola");
        using var webhooks = new Webhooks(rig.Url);
        Assert.Equal(new(1, 0), await CountAsync(webhooks, body));
        Assert.Equal(new(0, 1), await CountAsync(webhooks, body));
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.replay") == 1, "it is delivered");
        Assert.Equal(0, await rig.StopAsync());
        await rig.StartAsync();
        Assert.Equal(new(0, 1), await CountAsync(webhooks, body));
        await rig.KillAsync();
        await rig.StartAsync();
        Assert.Equal(new(0, 1), await CountAsync(webhooks, body));
        await NothingMoreAsync(rig, webhooks);
        Assert.Single(rig.Application.Of("wamid.replay"));
    }

    [Fact]
    public async Task I02_ReplayOnAnotherNumbersPath_IsRefused()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var body = MetaBody.Message("wamid.tenant", Contact, "hola");
        Assert.Equal(401, (await webhooks.PostAsync(body, path: "/webhooks/meta/second")).Status);
        var foreign = MetaBody.Message("wamid.foreign", Contact, "hola", phoneNumberId: Known.OtherPhoneNumberId, phone: Known.OtherPhone);
        Assert.Equal(200, (await webhooks.PostAsync(foreign)).Status); // Authentic for main, but about a number that main's secret does not hold.
        await NothingMoreAsync(rig, webhooks);
        Assert.DoesNotContain(rig.Application.Deliveries, delivery => delivery.ConversationKey?.StartsWith($"meta:{Known.OtherPhoneNumberId}", StringComparison.Ordinal) == true && delivery.Kind == "message");
        Assert.Empty(rig.Application.Of("wamid.tenant"));
    }

    /// <summary>Who holds one number's secret must not be able to make another number's events look known.</summary>
    [Fact]
    public async Task I02_EventOfAnotherNumberSeenOnAForeignPathFirst_IsStillDelivered()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var body = MetaBody.Message("wamid.target", Contact, "hola", phoneNumberId: Known.OtherPhoneNumberId, phone: Known.OtherPhone);
        Assert.Equal(200, (await webhooks.PostAsync(body)).Status);
        Assert.Equal(200, (await webhooks.PostAsync(body, path: "/webhooks/whatsapp")).Status);
        var genuine = await webhooks.PostAsync(body, MetaBody.Sign(body, Known.OtherSecret), "/webhooks/meta/second");
        Assert.True(genuine is { Status: 200, Accepted: 1 }, genuine.ToString());
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.target") == 1, "the genuine event is delivered", context: rig.Gateway.Output.ToString);
    }

    [Fact]
    public async Task I02_SevenDaysOldIsProcessedAndNineDaysOldIsParkedAsStale()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var now = TimeProvider.System.GetUtcNow();
        var recent = MetaBody.Message("wamid.seven", Contact, "hola", now.AddDays(-7));
        var stale = MetaBody.Message("wamid.nine", Contact, "hola", now.AddDays(-9));
        Assert.Equal(new(1, 0), await CountAsync(webhooks, recent));
        Assert.Equal(new(0, 1), await CountAsync(webhooks, recent));
        Assert.Equal(200, (await webhooks.PostAsync(stale)).Status);
        Assert.Equal(200, (await webhooks.PostAsync(stale)).Status);
        await NothingMoreAsync(rig, webhooks);
        Assert.Single(rig.Application.Of("wamid.seven"));
        Assert.Empty(rig.Application.Of("wamid.nine"));
        var letter = Assert.Single(await rig.Client.DeadLettersAsync());
        Assert.Equal("wamid.nine", letter.ProviderMessageId);
        Assert.Contains("stale", letter.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task I03_TenThousandCopiesFromHundredConnections_AreOneDelivery()
    {
        const int Copies = 10_000;
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var body = MetaBody.Message("wamid.storm", Contact, "hola");
        var begin = Stopwatch.GetTimestamp();
        var counts = await StormAsync(webhooks, body, Copies);
        output.WriteLine($"{Copies / Stopwatch.GetElapsedTime(begin).TotalSeconds:0} answers/s");
        Assert.Equal(Copies, counts.Sum(answer => answer.Accepted + answer.Duplicates));
        Assert.Equal(1, counts.Sum(answer => answer.Accepted));
        await NothingMoreAsync(rig, webhooks);
        Assert.Single(rig.Application.Of("wamid.storm"));
    }

    /// <summary>Copies inside one body are copies too.</summary>
    [Fact]
    public async Task I03_CopiesInsideOneBody_AreOneDelivery()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var single = System.Text.Encoding.UTF8.GetString(MetaBody.Message("wamid.inside", Contact, "hola"));
        var begin = single.IndexOf("\"messages\":[", StringComparison.Ordinal) + "\"messages\":[".Length;
        var end = single.LastIndexOf("}]}}]}]}", StringComparison.Ordinal) + 1;
        var message = single[begin..end];
        var body = System.Text.Encoding.UTF8.GetBytes($"{single[..end]},{message},{message}{single[end..]}");
        Assert.Equal(new(1, 2), await CountAsync(webhooks, body));
        await NothingMoreAsync(rig, webhooks);
        Assert.Single(rig.Application.Of("wamid.inside"));
    }

    /// <summary>While the first copy waits for a sync that fails, nobody may be told that the event is known.</summary>
    [SkippableFact]
    public async Task I03_CopiesWhileTheFirstOnesSyncFails_ShareItsFate()
    {
        Skip.If(Strace.WhyNot is not null, Strace.WhyNot);
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        using var webhooks = new Webhooks(rig.Url);
        var body = MetaBody.Message("wamid.fate", Contact, "hola");
        await using (await Strace.AttachAsync(rig.Gateway.Id, "fsync,fdatasync", "error=EIO", rig.Folder.File("fate")))
        {
            var refused = await StormAsync(webhooks, body, 200);
            Assert.All(refused, answer => Assert.Equal(503, answer.Status));
            Assert.All(refused, answer => Assert.True(answer.RetryAfter, answer.ToString()));
        }

        await rig.KillAsync(); // Nothing of it may be remembered without the event itself.
        await rig.StartAsync();
        var answers = await StormAsync(webhooks, body, 200);
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.fate") == 1, "it is delivered");
        await NothingMoreAsync(rig, webhooks);
        Assert.Single(rig.Application.Of("wamid.fate").Select(delivery => delivery.WebhookId).Distinct(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<WebhookAnswer>> StormAsync(Webhooks webhooks, byte[] body, int copies)
    {
        var left = copies;
        var lists = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var answers = new List<WebhookAnswer>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                answers.Add(await webhooks.PostAsync(body));
            }

            return answers;
        }));
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<(int Accepted, int Duplicates)> CountAsync(Webhooks webhooks, byte[] body)
    {
        var answer = await webhooks.PostAsync(body);
        Assert.True(answer.Status == 200, answer.ToString());
        return (answer.Accepted, answer.Duplicates);
    }

    /// <summary>A later event of the same conversation has arrived, so everything before it has, too.</summary>
    private static async Task NothingMoreAsync(Rig rig, Webhooks webhooks)
    {
        await webhooks.AcceptAsync("wamid.last", Contact);
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.last") == 1, "the last event is delivered", context: rig.Gateway.Output.ToString);
    }
}
