using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Deliveries;

/// <summary>What an answer of the application leads to: done, again, later, or parked.</summary>
public sealed class RetryTests
{
    private const string Victim = "wamid.victim";
    private const string Contact = "15560000060";

    [Theory, InlineData(200), InlineData(201), InlineData(204), InlineData(299)]
    public async Task Deliver_TwoHundreds_CompleteTheEvent(int status)
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => Answer.Of(status);
        await PostAsync(rig, Victim);
        await PostAsync(rig, "wamid.next");
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.next") == 1, "the next one is delivered");
        Assert.Single(rig.Application.Of(Victim));
    }

    /// <summary>Everything else is trouble: the conversation waits for its event, the others do not.</summary>
    [Theory, InlineData(500), InlineData(503), InlineData(302), InlineData(404), InlineData(401), InlineData(429), InlineData(0)]
    public async Task Deliver_Trouble_HoldsItsConversationOnly(int status)
    {
        const int Failures = 4;
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == Victim && rig.Application.Of(Victim).Count() <= Failures
            ? new Answer { Status = status, Reset = status == 0 } : Answer.Ok;
        await PostAsync(rig, Victim);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 200, Conversations = 40 });
        sender.Start();
        await PostAsync(rig, "wamid.behind");
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.behind") == 1, "the conversation goes on", context: rig.Gateway.Output.ToString);
        await sender.FinishAsync();

        var attempts = rig.Application.Of(Victim).ToList();
        Assert.Equal(Failures + 1, attempts.Count);
        Assert.Single(attempts.Select(delivery => delivery.WebhookId).Distinct(StringComparer.Ordinal));
        Assert.True(rig.Application.Of("wamid.behind").Min(delivery => delivery.Received) > attempts.Max(delivery => delivery.Answered), "It overtook the one before.");
        await Wait.UntilAsync(() => rig.History.Events.All(item => rig.Application.Accepted(item.Id.ToString()) == 1), "the others are delivered");
    }

    [Fact]
    public async Task Deliver_RetryAfter_IsALowerBound()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == Victim && rig.Application.Of(Victim).Count() == 1 ? Answer.Of(503, "2") : Answer.Ok;
        await PostAsync(rig, Victim);
        await Wait.UntilAsync(() => rig.Application.Accepted(Victim) == 1, "it is delivered in the end");
        var attempts = rig.Application.Of(Victim).OrderBy(delivery => delivery.Received).ToList();
        Assert.Equal(2, attempts.Count);
        var pause = Stopwatch.GetElapsedTime(attempts[0].Answered, attempts[1].Received);
        Assert.True(pause >= TimeSpan.FromSeconds(1.95), $"It came back after {pause.TotalSeconds:0.00} s instead of 2 s.");
    }

    [Fact]
    public async Task Deliver_NoAnswerInTime_IsTriedAgainUnderTheSameId()
    {
        var never = new TaskCompletionSource();
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Applications:default:TimeoutSeconds", 0.5)));
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == Victim && rig.Application.Of(Victim).Count() == 1 ? Answer.Hang(never.Task) : Answer.Ok;
        await PostAsync(rig, Victim);
        await Wait.UntilAsync(() => rig.Application.Accepted(Victim) == 1, "it is delivered in the end");
        Assert.Single(rig.Application.Of(Victim).Select(delivery => delivery.WebhookId).Distinct(StringComparer.Ordinal));
        never.SetResult();
    }

    /// <summary>An answer without end costs neither memory nor the event.</summary>
    [Fact]
    public async Task Deliver_HugeAnswer_CompletesTheEvent()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = delivery => delivery.ProviderMessageId == Victim ? new Answer { Body = "\"" + new string('x', 20_000_000) + "\"" } : Answer.Ok;
        await PostAsync(rig, Victim);
        await PostAsync(rig, "wamid.next");
        await Wait.UntilAsync(() => rig.Application.Accepted("wamid.next") == 1, "the next one is delivered", context: rig.Gateway.Output.ToString);
        Assert.Single(rig.Application.Of(Victim));
    }

    /// <summary>While nobody is served, a few knocks are enough, and the time counts against no event.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task Deliver_ApplicationServesNobody_IsProbedAndNothingIsParked(bool refusesConnections)
    {
        const int Conversations = 200;
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings)
            .With("Delivery:MaxAttemptsAlone", 2).With("Delivery:GiveUpHours", 0.001).With("Delivery:BreakerFailures", 5));
        rig.Application.Behaviour = _ => Answer.Of(503);
        if (refusesConnections)
        {
            await rig.Application.StopAsync();
        }

        await using var sender = rig.NewSender();
        for (var conversation = 0; conversation < Conversations; conversation++)
        {
            await sender.SendAsync(conversation);
        }

        await Wait.ScheduleAsync(TimeSpan.FromSeconds(5)); // Longer than GiveUpHours, which must not count now.
        var knocks = rig.Application.Deliveries.Count;
        Assert.True(knocks < Conversations, $"{knocks} deliveries to an application that serves nobody.");
        Assert.Empty(await rig.Client.DeadLettersAsync());
        rig.Application.Behaviour = _ => Answer.Ok;
        if (refusesConnections)
        {
            await rig.Application.StartAsync();
        }

        await rig.AssertCleanAsync();
        Assert.Empty(await rig.Client.DeadLettersAsync());
    }

    private static async Task PostAsync(Rig rig, string id)
    {
        using var webhooks = new Webhooks(rig.Url);
        await webhooks.AcceptAsync(id, Contact);
    }
}
