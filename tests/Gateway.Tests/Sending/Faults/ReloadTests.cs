using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Settings change while messages wait.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Reload_NumberIsGone_WhoWaitsForItGoesOnInOrder()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (0.1, 1));
        var contacts = Contacts.Many(10);
        foreach (var contact in contacts)
        {
            rig.Contacts.Wrote(contact, "a", rig.Time.GetUtcNow());
        }

        var sent = contacts.SelectMany(contact => new[] { rig.Send(contact, "1"), rig.Send(contact, "2") }).ToList();
        await Until.TrueAsync(() => rig.IsIdle && rig.Sandbox.Sends.Count == 1, "the one that may leave at once");
        var named = rig.Send(Contacts.Of(99), "x", from: "a");
        await Until.TrueAsync(() => rig.IsIdle && rig.Pool.Find("a")!.Waiting == 11, "the line");
        rig.Reload(["b"]);
        await rig.AllAcceptedAsync(sent, seconds: 0);

        Assert.All(contacts, contact => Assert.Equal(["1", "2"], rig.TextsOf(contact)));
        await rig.ReachedAsync(named, "dead");
        Assert.Contains("there is no number a", rig.Row(named).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NumberIsGoneWhileItsOutcomeIsUnknown_IsListedAndNeverSentThroughAnother()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        long sent;
        DateTimeOffset now;
        await using (var rig = await SendRig.StartAsync(["a", "b"], store: store, contacts: contacts))
        {
            rig.Contacts.Sent(Contacts.Of(1), "a", rig.Time.GetUtcNow());
            rig.Sandbox.Script.Add(new SandboxRule { Fault = SandboxFault.ResetAfterAccepting });
            sent = rig.Send(Contacts.Of(1), "x");
            await rig.ReachedAsync(sent, "unknown");
            now = rig.Time.GetUtcNow();
        }

        await using var again = await SendRig.StartAsync(["b"], store: store, contacts: contacts, now: now);
        await again.PassUntilAsync(() => again.Row(sent).State == MessageState.Parked, "the dead letters", seconds: 1);
        Assert.Equal(0, again.Sandbox.Sends.Count);
        Assert.Equal("unknown", again.StateOf(sent));

        await again.ReceiveAsync(sent, "sent", "a");
        await Until.TrueAsync(() => again.Row(sent).State == MessageState.Completed, "the late receipt");
    }

    [Fact]
    public async Task Reload_AFourthNumber_TakesItsShareOfNewContactsAndNoneOfTheOthers()
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "c"]);
        var contacts = Contacts.Many(20);
        await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, "1"))]);
        var before = rig.Sandbox.Sends.Snapshot().ToDictionary(send => send.Recipient, send => send.NumberKey);
        rig.Reload(["a", "b", "c", "d"]);
        await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, "2"))]);
        Assert.All(rig.Sandbox.Sends.Snapshot(), send => Assert.Equal(before[send.Recipient], send.NumberKey));

        Assert.InRange(ShareOf(rig, "d"), 0.22, 0.28);
    }

    [Fact]
    public async Task Reload_NumbersComeAndGoUnderLoad_EverythingLeavesOnceAndInOrder()
    {
        string[][] sets = [["a", "b", "c"], ["b", "c"], ["a", "c"], ["c"], ["a", "b"]];
        await using var rig = await SendRig.StartAsync(sets[0], Paced);
        var contacts = Contacts.Many(20);
        var sent = new List<long>();
        for (var round = 0; round < 20; round++)
        {
            sent.AddRange(contacts.Select(contact => rig.Send(contact, $"{round:00}")));
            rig.Reload(sets[round % sets.Length], Paced);
            await rig.PassUntilAsync(() => rig.Sandbox.Sends.Count >= 20 * round, "some calls");
        }

        await rig.AllAcceptedAsync(sent);
        Assert.All(contacts, contact => Assert.Equal(Enumerable.Range(0, 20).Select(round => $"{round:00}"), rig.TextsOf(contact)));
        Assert.All(rig.Pool.List(), number => Assert.Equal((0, 0), (number.InFlight, number.Waiting)));

        static void Paced(GatewaySettings settings)
        {
            foreach (var number in settings.Numbers.Values)
            {
                (number.MessagesPerSecond, number.Burst) = (30, 5);
            }
        }
    }

    [Fact]
    public async Task Reload_Weights_ChangeTheSharesOfNewContacts()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Reload(["a", "b"], settings => settings.Numbers["a"].Weight = 3);

        Assert.InRange(ShareOf(rig, "a"), 0.72, 0.78);
    }

    [Fact]
    public async Task Send_TemplateOfTheSettings_LeavesUnderTheProvidersName()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => settings.Templates["welcome"] = new TemplateOptions { Language = "es", Meta = "welcome_v2" });
        await rig.ReachedAsync(rig.Send(Template("welcome")), "accepted");
        await rig.ReachedAsync(rig.Send(Template("of_the_provider", "en")), "accepted");

        Assert.Equal(["welcome_v2", "of_the_provider"], rig.Sandbox.Sends.Snapshot().Select(send => send.Text));
    }

    [Theory]
    [InlineData("welcome", "", "the template welcome has no name at meta in the settings")]
    [InlineData("unheard", "", "the settings know no template of that name")]
    public async Task Send_TemplateThatCannotBeSent_IsListedWithTheReason(string name, string language, string reason)
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => settings.Templates["welcome"] = new TemplateOptions { Language = "es", Bird = "project" });
        var sent = rig.Send(Template(name, language));
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Parked, "the dead letters");

        Assert.Contains(reason, rig.Row(sent).Reason, StringComparison.Ordinal);
        Assert.Equal(0, rig.Sandbox.Sends.Count);
    }

    private static Gateway.Sending.Jobs.SendJob Template(string name, string language = "") => new()
    {
        Message = new Contracts.Messages.Outbound.OutboundMessage
        {
            To = Contacts.Of(1),
            Type = Contracts.Messages.Outbound.OutboundType.Template,
            Template = new Contracts.Messages.Outbound.OutboundTemplate(name, language, null),
        },
    };

    private static double ShareOf(SendRig rig, string number) =>
        Contacts.Many(4000, first: 1000).Count(contact => rig.Pool.Place(ContactHash.Of(contact)).Number == number) / 4000.0;
}
