using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>The gateway stops while calls are under way and turns are given out: nothing is lost, nothing leaves twice.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Stop_DuringCallsAndGrants_EverythingLeavesOnce()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        var recipients = Contacts.Many(30);
        var texts = new List<string?>();
        List<long> sent;
        DateTimeOffset now;
        await using (var rig = await SendRig.StartAsync(["a"], Slow, store, contacts))
        {
            rig.Sandbox.Script.Add(new SandboxRule { Latency = TimeSpan.FromMilliseconds(1), LatencyTo = TimeSpan.FromMilliseconds(30) });
            sent = [.. recipients.SelectMany(contact => new[] { rig.Send(contact, $"{contact} 1"), rig.Send(contact, $"{contact} 2") })];
            await rig.PassUntilAsync(() => rig.Sandbox.Sends.Count >= 15, "some calls");
            var stopped = rig.Queue.Lanes!.StopAsync(TimeSpan.FromMinutes(1));
            rig.Time.Advance(TimeSpan.FromSeconds(2)); // the pool goes on giving out turns
            await stopped;
            now = rig.Time.GetUtcNow();
            texts.AddRange(rig.Sandbox.Sends.Snapshot().Select(send => send.Text));
            Assert.Equal(texts.Count, sent.Count(position => rig.Row(position).State == MessageState.Completed));
        }

        await using var again = await SendRig.StartAsync(["a"], Slow, store, contacts, now);
        await again.AllAcceptedAsync(sent);
        texts.AddRange(again.Sandbox.Sends.Snapshot().Select(send => send.Text));
        Assert.Equal(sent.Count, texts.Count);
        Assert.Equal(sent.Count, texts.Distinct().Count());
    }

    [Fact]
    public async Task Stop_CallsThatHang_AreOfUnknownOutcomeAtTheNextStart()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        List<long> sent;
        DateTimeOffset now;
        await using (var rig = await SendRig.StartAsync(["a"], store: store, contacts: contacts))
        {
            rig.Sandbox.Script.Add(new SandboxRule { Fault = SandboxFault.Hang });
            sent = [.. Contacts.Many(5).Select(contact => rig.Send(contact, "x"))];
            await rig.Sandbox.Sends.WaitForAsync(5, default);
            await rig.Queue.Lanes!.StopAsync(TimeSpan.Zero);
            now = rig.Time.GetUtcNow();
        }

        await using var again = await SendRig.StartAsync(["a"], store: store, contacts: contacts, now: now);
        await again.PassAsync(TimeSpan.FromSeconds(29), seconds: 1);
        Assert.Equal(0, again.Sandbox.Sends.Count);
        await again.AllAcceptedAsync(sent, seconds: 1);
        Assert.All(sent, position => Assert.Equal(["Attempt a", "Attempt a", "Accepted a"], again.TraceOf(position)));
    }

    private static void Slow(Gateway.Configuration.GatewaySettings settings) => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (10, 3);
}
