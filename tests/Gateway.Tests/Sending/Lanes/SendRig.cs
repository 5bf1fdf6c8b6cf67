using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Cache.Layers;
using Relevo.Contracts.Messages;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Gateway.Sending.Requests;
using Relevo.Gateway.Tests.Delivery;
using Relevo.LoadBalancer;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Scaling;
using Relevo.Sandbox;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>The whole way out over a store in memory, a clock that the test moves, and providers played by a sandbox.</summary>
internal sealed class SendRig : IAsyncDisposable
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LaneQueues _queues = new();
    private readonly LoopKeeper _loops = new(new ComplaintBook(), TimeProvider.System, NullLogger<LoopKeeper>.Instance); // its patience is not the test's
    private readonly ProviderClient _client;

    private SendRig(SandboxServer sandbox, GatewaySettings settings, MemoryStore? store, MemoryContacts? contacts, DateTimeOffset? now)
    {
        Time.Advance(now - Time.GetUtcNow() ?? TimeSpan.Zero);
        var meters = Services.GetRequiredService<IMeterFactory>();
        (Sandbox, Settings) = (sandbox, new SettingsHolder(settings));
        (Store, Saved) = (store ?? new MemoryStore(), contacts ?? new MemoryContacts());
        var cache = new LayeredCache(new CacheOptions(), new CacheMetrics(meters), Time);
        var aliases = new Aliases(Aliases, cache);
        _client = new ProviderClient(settings.ProviderCalls, TimeProvider.System, NullLogger<ProviderClient>.Instance);
        Pool = new NumberPool(settings.LoadBalancer, Saved, Time, meters, NullLogger<NumberPool>.Instance);
        Contacts = new ContactBook(Saved, Store, cache, Time, NullLogger<ContactBook>.Instance);
        Open = new OpenSends(Time);
        Parked = new UnknownParked();
        Receipts = new ReceiptBook(Store, cache, Open, Parked, Pool, Time, NullLogger<ReceiptBook>.Instance);
        var desk = new SendDesk(Settings, Store, aliases, Time);
        var caller = new SendCaller(_client, Store, Pool, Contacts, aliases, Receipts, new SendMetrics(meters), Time, NullLogger<SendCaller>.Instance);
        Queue = new SendQueue(_queues, Store, new NoLedger(), Settings, Pool, _client, desk, caller, Contacts, Receipts, Open, Parked, new SendNotices(Store, Settings, Time), _loops, new WorkerScale(() => settings.Scaling, Time), Time, NullLoggerFactory.Instance);
        Intake = new SendIntake(desk, Contacts, aliases, Settings, Store, new RecentRequests(cache), new StoreGauges(Store, NullLogger<StoreGauges>.Instance), Time);
        Store.Subscribe(_queues.Committed);
    }

    public ManualTime Time { get; } = new();

    public MemoryStore Store { get; }

    public MemoryContacts Saved { get; }

    public SandboxServer Sandbox { get; }

    public SettingsHolder Settings { get; }

    public NumberPool Pool { get; }

    public ContactBook Contacts { get; }

    public OpenSends Open { get; }

    public UnknownParked Parked { get; }

    public ReceiptBook Receipts { get; }

    public SendQueue Queue { get; }

    public SendIntake Intake { get; }

    public RigAliases Aliases { get; } = new();

    /// <summary>
    /// A rig at work, with numbers of these names that may send as fast as they like: of Meta, or of Evolution where the name
    /// begins with <c>evo</c>; backups where it begins with <c>backup</c>. What another rig left goes on at <paramref name="now"/>.
    /// </summary>
    public static async Task<SendRig> StartAsync(string[] numbers, Action<GatewaySettings>? change = null, MemoryStore? store = null, MemoryContacts? contacts = null, DateTimeOffset? now = null)
    {
        var sandbox = new SandboxServer(new SandboxOptions { Numbers = [.. numbers.Select(Played)], Receipts = null }, TimeProvider.System);
        await sandbox.StartAsync(CancellationToken.None);
        var rig = new SendRig(sandbox, SettingsOf(sandbox, numbers, change), store, contacts, now);
        rig.Queue.Start(CancellationToken.None);
        await rig.Queue.Started;
        return rig;
    }

    /// <summary>Puts other settings in force, made as those of the start were.</summary>
    public void Reload(string[] numbers, Action<GatewaySettings>? change = null) => Settings.Replace(SettingsOf(Sandbox, numbers, change));

    public static SandboxRule Rule(string number, SandboxRule rule) => rule with { Number = Key(number) };

    /// <summary>Commits a text to a contact.</summary>
    /// <returns>Its row's position.</returns>
    public long Send(string contact, string text, string? from = null, DateTimeOffset? expires = null, Priority priority = Priority.Normal, string? replyTo = null, DateTimeOffset? due = null) =>
        Send(
            new SendJob
            {
                Message = new OutboundMessage { To = contact, Type = OutboundType.Text, Text = text },
                From = from,
                ExpiresAt = expires,
                ReplyToEvent = replyTo,
            },
            priority,
            due);

    /// <summary>Commits a send as the API would.</summary>
    /// <returns>Its row's position.</returns>
    public long Send(SendJob job, Priority priority = Priority.Normal, DateTimeOffset? due = null)
    {
        var message = Intake.Message(new SendRequest(job, priority, due, null), "tests", 0);
        Store.Commit(message);
        return message.Position;
    }

    public MemoryRow Row(long position) => Store.Rows[(int)position - 1];

    public string StateOf(long position) => SendState.Of(Row(position).State, Store.ReadTrace(Row(position).Message.Id));

    /// <summary>What was written down of a send, in words.</summary>
    public IEnumerable<string> TraceOf(long position) => Store.ReadTrace(Row(position).Message.Id).Select(entry => $"{entry.Kind} {entry.Number}");

    /// <summary>Completes once a send has reached a state, while the clock stands still.</summary>
    public Task ReachedAsync(long position, string state) => Until.TrueAsync(() => StateOf(position) == state, $"state {state} of {position}, which is {StateOf(position)},");

    /// <summary>Lets time pass, a little at a time, until something has come true.</summary>
    public Task PassUntilAsync(Func<bool> isTrue, string what, double seconds = 0.25) => Until.TrueAsync(isTrue, what, () =>
    {
        if (IsIdle)
        {
            Time.Advance(TimeSpan.FromSeconds(seconds)); // a call takes no time on this clock, so none may be under way
        }
    });

    /// <summary>True when nothing is under way and nothing could be: everybody waits for somebody, and whoever looks for what is due sleeps.</summary>
    public bool IsIdle
    {
        get
        {
            // In this order: what is ready becomes active, and what was active may make something ready, between two looks.
            var done = Queue.Lanes!.Done;
            return !Queue.Lanes.HasReadyWork && Queue.Lanes.Active == 0 && Queue.Lanes.Done == done && Time.IsAsleep("BacklogLoop");
        }
    }

    /// <summary>Lets a time pass, a little at a time, and all that can happen in it happen.</summary>
    public async Task PassAsync(TimeSpan time, double seconds = 0.25)
    {
        var end = Time.GetUtcNow() + time;
        await PassUntilAsync(() => Time.GetUtcNow() >= end, $"the end of {time}", seconds);
        await Until.TrueAsync(() => IsIdle, "the end of all calls");
    }

    /// <summary>Lets time pass until all these are accepted, however many they are.</summary>
    public async Task AllAcceptedAsync(IReadOnlyList<long> sent, double seconds = 0.25)
    {
        foreach (var some in sent.Chunk(50))
        {
            await PassUntilAsync(() => some.All(position => Row(position).State == MessageState.Completed), $"the end of {some.Length} sends", seconds);
        }
    }

    /// <summary>Calls that reached the sandbox through a number.</summary>
    public IReadOnlyList<SandboxSend> CallsOf(string number) => [.. Sandbox.Sends.Snapshot().Where(send => send.NumberKey == Key(number))];

    /// <summary>Texts that a contact got, in the order in which they were taken.</summary>
    public IEnumerable<string?> TextsOf(string contact) => Sandbox.Sends.Snapshot().Where(send => send.IsAccepted && send.Recipient == contact).Select(send => send.Text);

    /// <summary>Times on this clock at which a number was called.</summary>
    public IReadOnlyList<DateTimeOffset> TimesOf(string number) =>
        [.. Store.Traces.Where(entry => entry.Kind == TraceKind.Attempt && entry.Number == number).Select(entry => entry.AtUtc).Order()];

    /// <summary>Most calls of a number within any second of this clock.</summary>
    public int MostInASecond(string number)
    {
        var times = TimesOf(number);
        return times.Select((first, i) => times.Skip(i).TakeWhile(time => time - first < TimeSpan.FromSeconds(1)).Count()).DefaultIfEmpty(0).Max();
    }

    /// <summary>A receipt of a send arrives as a webhook would bring it.</summary>
    public Task ReceiveAsync(long position, string status, string number, string? code = null) => TellAsync(new InboundEvent
    {
        Kind = EventKind.Status,
        Provider = "meta",
        ChannelKey = Key(number),
        ContactKey = "+15550001001",
        ProviderMessageId = "wamid.x",
        Status = status,
        ErrorCode = code,
        CorrelationId = Correlation.Of(Row(position).Message.Id.ToString()),
        TimestampUtc = Time.GetUtcNow(),
    });

    /// <summary>Events arrive in one webhook.</summary>
    public async Task TellAsync(params InboundEvent[] events)
    {
        var traces = Receipts.Match([.. events], (_, key) => key[1..], Time.GetUtcNow(), []);
        await Store.AppendAsync([], traces);
        Receipts.Arrived(traces);
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.Lanes!.DisposeAsync();
        await Queue.DisposeAsync();
        await Pool.DisposeAsync();
        await _loops.DisposeAsync();
        _client.Dispose();
        await Sandbox.DisposeAsync();
    }

    private static string Key(string name) => "k" + name;

    private static string ProviderOf(string name) => name.StartsWith("evo", StringComparison.Ordinal) ? "evolution" : "meta";

    private static SandboxNumber Played(string name) => new() { Provider = ProviderOf(name), Key = Key(name) };

    private static GatewaySettings SettingsOf(SandboxServer sandbox, string[] numbers, Action<GatewaySettings>? change)
    {
        var settings = new GatewaySettings();
        foreach (var name in numbers)
        {
            settings.Numbers[name] = Number(name, sandbox.Url);
        }

        settings.Applications["shop"] = new ApplicationOptions { Url = "http://127.0.0.1:1/events" };
        (settings.ProviderCalls.TimeoutSeconds, settings.ProviderCalls.ConnectSeconds) = (60, 60); // a busy machine is not the provider's fault
        change?.Invoke(settings);
        return settings;
    }

    private static NumberOptions Number(string name, Uri url) => new()
    {
        Provider = ProviderOf(name),
        Key = Key(name),
        WebhookSecrets = ["secret-of-tests"],
        ApiToken = "token",
        BaseUrl = url.ToString().TrimEnd('/') + (ProviderOf(name) == "meta" ? "/v23.0" : ""),
        Profile = "fixed",
        MessagesPerSecond = 1000,
        Burst = 1000,
        Role = name.StartsWith("backup", StringComparison.Ordinal) ? "backup" : "primary",
    };
}
