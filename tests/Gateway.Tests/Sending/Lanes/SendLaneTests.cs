using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>The way out as applications meet it, with providers that behave and that do not.</summary>
public sealed class SendLaneTests
{
    private const string Contact = "+15550001001";

    [Fact]
    public async Task Send_ANewContact_LeavesThroughThePool()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var sent = rig.Send(Contact, "hola");
        await rig.ReachedAsync(sent, "accepted");

        Assert.Equal("hola", Assert.Single(rig.Sandbox.Sends.Snapshot()).Text);
        Assert.Equal(["Attempt a", "Accepted a"], rig.TraceOf(sent));
        Assert.Equal("a", (await rig.Contacts.FindAsync(Contact, default)).Number);
    }

    [Fact]
    public async Task Send_AContactWithANumber_KeepsItAlsoAfterARestart()
    {
        var (store, contacts) = (new Relevo.Tests.Shared.MemoryStore(), new MemoryContacts());
        await using (var rig = await SendRig.StartAsync(["a", "b", "c"], store: store, contacts: contacts))
        {
            rig.Contacts.Wrote(Contact, "b", rig.Time.GetUtcNow());
            await rig.ReachedAsync(rig.Send(Contact, "1"), "accepted");
            await rig.Contacts.SaveAsync(default);
        }

        await using var again = await SendRig.StartAsync(["a", "b", "c"], store: store, contacts: contacts);
        var sent = again.Send(Contact, "2");
        await again.ReachedAsync(sent, "accepted");
        Assert.Equal(["Attempt b", "Accepted b"], again.TraceOf(sent));
    }

    [Fact]
    public async Task Send_ManyToOneContact_KeepTheirOrder()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        var sent = Enumerable.Range(0, 20).Select(i => rig.Send(Contact, $"{i}", priority: i % 2 == 0 ? Priority.Low : Priority.High)).ToList();
        await rig.ReachedAsync(sent[^1], "accepted");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), rig.Sandbox.Sends.Snapshot().Select(send => send.Text));
    }

    [Fact]
    public async Task Send_PermanentRefusal_IsListedAndTheApplicationIsTold()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131026 });
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "failed");

        Assert.Contains("131026", rig.Row(sent).Reason, StringComparison.Ordinal);
        var told = Assert.Single(rig.Store.Rows, row => row.Message.Queue == "app:shop");
        var text = System.Text.Encoding.UTF8.GetString(told.Message.Payload.Span[1..]);
        Assert.StartsWith($$"""{"messageId":"{{rig.Row(sent).Message.Id}}","kind":"status" """.TrimEnd(), text, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"failed\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_PassingTrouble_IsRepeatedWithBackoff()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131000, To = 2 });
        var sent = rig.Send(Contact, "x");
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "accepted", "the third attempt");

        Assert.Equal(["Attempt a", "Refused a", "Attempt a", "Refused a", "Attempt a", "Accepted a"], rig.TraceOf(sent));
    }

    [Fact]
    public async Task Send_BannedNumber_NewConversationsMoveAtOnce()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Sent(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { MetaCode = 131031 }));
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "accepted");

        Assert.Equal(["Attempt a", "Refused a", "Attempt b", "Accepted b"], rig.TraceOf(sent));
        Assert.Equal("b", (await rig.Contacts.FindAsync(Contact, default)).Number);
    }

    [Fact]
    public async Task Send_BannedNumber_OpenConversationsWait()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Wrote(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Name = "ban", MetaCode = 131031 }));
        var sent = rig.Send(Contact, "x");
        await Relevo.Tests.Shared.Until.TrueAsync(() => rig.TraceOf(sent).Count() == 2 && rig.Queue.Lanes!.Active == 0);
        Assert.Equal("queued", rig.StateOf(sent));

        rig.Sandbox.Script.Remove("ban");
        await rig.Pool.ResumeAsync("a", default);
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "accepted", "the number's return");
        Assert.Equal("Accepted a", rig.TraceOf(sent).Last());
    }

    [Fact]
    public async Task Send_BannedNumberWithMovePolicy_OpenConversationsMove()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings => settings.Sending.OpenConversations = "move");
        rig.Contacts.Wrote(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { MetaCode = 131031 }));
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "accepted");

        Assert.Equal("Accepted b", rig.TraceOf(sent).Last());
    }

    [Fact]
    public async Task Send_MoveWithTemplate_SendsTheTemplateFromTheOtherNumber()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings =>
        {
            settings.Sending.OpenConversations = "move-with-template";
            settings.Templates["reopen"] = new Relevo.Gateway.Configuration.TemplateOptions { Language = "es", Meta = "hello_again", WindowFallback = true };
        });
        rig.Contacts.Wrote(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { MetaCode = 131031 }));
        await rig.ReachedAsync(rig.Send(Contact, "x"), "accepted");

        var send = rig.Sandbox.Sends.Snapshot()[^1];
        Assert.Equal(("kb", "template", "hello_again"), (send.NumberKey, send.Type, send.Text));
    }

    [Fact]
    public async Task Send_AllNumbersDown_WaitsAndLeavesWhenOneIsBack()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Sandbox.Script.Add(new SandboxRule { Name = "ban", MetaCode = 131031 });
        var sent = rig.Send(Contact, "x");
        await Relevo.Tests.Shared.Until.TrueAsync(() => rig.TraceOf(sent).Count() == 4 && rig.Queue.Lanes!.Active == 0);
        Assert.Equal("queued", rig.StateOf(sent));

        rig.Sandbox.Script.Remove("ban");
        await rig.Pool.ResumeAsync("b", default);
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "accepted", "the way over b");
    }

    [Fact]
    public async Task Send_WindowClosed_ExpiresBeforeTheProviderIsAsked()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Contacts.Wrote(Contact, "a", rig.Time.GetUtcNow().AddHours(-25));
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "expired");

        Assert.Contains("no template is set", rig.Row(sent).Reason, StringComparison.Ordinal);
        Assert.Equal(0, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Send_WindowClosedWithTemplate_SendsTheTemplate()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings =>
            settings.Templates["reopen"] = new Relevo.Gateway.Configuration.TemplateOptions { Language = "es", Meta = "hello_again", WindowFallback = true });
        rig.Contacts.Wrote(Contact, "a", rig.Time.GetUtcNow().AddHours(-25));
        await rig.ReachedAsync(rig.Send(Contact, "x"), "accepted");

        Assert.Equal(("template", "hello_again"), (rig.Sandbox.Sends.Snapshot()[0].Type, rig.Sandbox.Sends.Snapshot()[0].Text));
    }

    [Fact]
    public async Task Send_ProviderSaysWindowClosed_IsRememberedForTheNext()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131047, To = 1 });
        await rig.ReachedAsync(rig.Send(Contact, "x"), "expired");
        await rig.ReachedAsync(rig.Send(Contact, "y"), "expired");

        Assert.Equal(1, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Send_ExpiresWhileItWaits_IsNotSent()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        await rig.Pool.DrainAsync("a", default);
        var sent = rig.Send(Contact, "x", expires: rig.Time.GetUtcNow().AddSeconds(10));
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "expired", "its end");

        Assert.Equal(0, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Send_PairTooFast_WaitsFourTimesLongerAndOthersGoOn()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131056, Recipient = Contact, To = 2 });
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(rig.Send("+15550001002", "y"), "accepted");
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "accepted", "the pair's turn");

        var times = rig.Store.ReadTrace(rig.Row(sent).Message.Id).Where(entry => entry.Kind == TraceKind.Attempt).Select(entry => entry.AtUtc).ToList();
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(1) && times[2] - times[1] >= TimeSpan.FromSeconds(4));
    }
}
