using System.Collections.Concurrent;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Support;

/// <summary>One process with its notifier, fake channels and a clock of its own.</summary>
internal sealed class NotifierRig : IAsyncDisposable
{
    private NotifierRig(MemoryRecords records, NotificationsOptions options, ContactsOptions contacts)
    {
        Records = records;
        Store = records.Open();
        Options = options;
        Contacts = contacts;
        Setup = new NotifierSetup(options, contacts, [Slack, Email, Sms, PagerDuty]);
        Notifier = new Notifier(Setup, Store, Time, Log, () => 0.5);
        Notifier.Settled += (notice, delivery) => Settled.Enqueue((notice, delivery));
    }

    public ManualTime Time { get; } = new();

    public MemoryRecords Records { get; }

    public ProcessRecords Store { get; }

    public NotificationsOptions Options { get; }

    public ContactsOptions Contacts { get; }

    public NotifierSetup Setup { get; }

    public FakeChannel Slack { get; } = new("slack");

    public FakeChannel Email { get; } = new("email", "ana", "bo");

    public FakeChannel Sms { get; } = new("sms", "ana");

    public FakeChannel PagerDuty { get; } = new("pagerduty");

    public Notifier Notifier { get; }

    public LogText<Notifier> Log { get; } = new();

    public ConcurrentQueue<(NoticeReport Notice, DeliveryReport Delivery)> Settled { get; } = new();

    public IEnumerable<FakeChannel> Channels => [Slack, Email, Sms, PagerDuty];

    /// <summary>Deadlines so long that only the step of a test ends them.</summary>
    public static NotificationsOptions Patient() => new() { Delivery = { CallSeconds = 120, StoreSeconds = 30 } };

    public static ContactsOptions People() => new()
    {
        People =
        {
            ["ana"] = new PersonOptions { Name = "Ana", Roles = ["operations", "technical-lead"], Phone = "+34600111222", Mail = "ana@example.com" },
            ["bo"] = new PersonOptions { Name = "Bo", Roles = ["management"], Phone = "+34600333444", Mail = "bo@example.com" },
            ["cy"] = new PersonOptions { Name = "Cy", Roles = ["head-of-technology"], Phone = "+34600555666", Mail = "cy@example.com" },
        },
        OnCall = { ["2026-11-16"] = new OnCallOptions { Person = "bo" } },
    };

    public static NotifierRig Create(MemoryRecords? records = null, NotificationsOptions? options = null) =>
        new(records ?? new MemoryRecords(), options ?? Patient(), People());

    public static NotifierRig Start(MemoryRecords? records = null, NotificationsOptions? options = null)
    {
        var rig = Create(records, options);
        rig.Begin();
        return rig;
    }

    /// <summary>Begins to tell.</summary>
    public void Begin() => _ = Task.Run(() => Notifier.RunAsync(new LoopBeat(Time, CancellationToken.None), CancellationToken.None));

    public static Notice Alarm(HealthLevel level = HealthLevel.Degraded, string cause = "queue") => new(cause, level, $"{cause} is {level}");

    /// <summary>Waits for what needs no time to pass.</summary>
    public async Task WhenAsync(Func<bool> isTrue)
    {
        try
        {
            await Until.TrueAsync(isTrue);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{Log.All}\n{string.Join('\n', Records.All)}", failure);
        }
    }

    /// <summary>Lets time pass until it holds, but only while the loop sleeps and nothing but what hangs is under way.</summary>
    /// <param name="isTrue">What is waited for.</param>
    /// <param name="hanging">Calls that may hang.</param>
    /// <param name="others">Others that sleep on this clock.</param>
    /// <param name="step">How far the clock goes at a time.</param>
    public async Task PassUntilAsync(Func<bool> isTrue, int hanging = 0, int others = 0, TimeSpan? step = null)
    {
        for (var i = 0; i < 10_000 && !isTrue(); i++)
        {
            await Until.TrueAsync(() => IsAsleep(hanging, others));
            if (!isTrue())
            {
                Time.Advance(step ?? TimeSpan.FromSeconds(1));
            }
        }

        Assert.True(isTrue(), "It never came to that.");
    }

    /// <summary>Lets exactly this much time pass.</summary>
    public async Task PassAsync(TimeSpan span, int hanging = 0, int others = 0)
    {
        var end = Time.GetTimestamp() + span.Ticks;
        await PassUntilAsync(() => Time.GetTimestamp() >= end, hanging, others);
    }

    /// <summary>Everything that was handed in has been judged, and every delivery that can be made was made.</summary>
    public async Task QuietAsync()
    {
        var id = Notifier.Tell(new Notice("marker", HealthLevel.Healthy, "") { Kind = NoticeKind.ByHand })!;
        await WhenAsync(() => Records.Find("notice", id) is not null);
        await WhenAsync(() => Notifier.Waiting.Count == 0);
    }

    public IReadOnlyList<NoticeReport> Told(string cause = "queue") => [.. Settled.Select(s => s.Notice).Where(n => n.Cause == cause).DistinctBy(n => n.Id)];

    public async ValueTask DisposeAsync() => await Notifier.StopAsync(TimeSpan.Zero);

    // One timer is the loop's own, and each call that hangs has one.
    private bool IsAsleep(int hanging, int others) =>
        Notifier.UnderWay is { } calls && calls <= hanging && Time.ArmedTimers >= 1 + calls + others;
}
