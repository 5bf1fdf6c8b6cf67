using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Tests.Configuration;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Lanes, delivery and an application, over a store in memory and a clock that the test moves.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public const string Queue = "app:shop";
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LaneQueues _queues = new();
    private readonly DeliveryClient _client;

    public DeliveryRig(Action<DeliveryOptions>? delivery = null, int concurrency = 16)
    {
        var options = new DeliveryOptions();
        delivery?.Invoke(options);
        _client = new DeliveryClient(Time);
        var application = new ApplicationOptions { Url = Application.Url, Concurrency = concurrency };
        var endpoints = new Endpoints(application, options, Time, () => Lanes!.Wake());
        Delivery = new EventDelivery(new DeliveryTarget("shop", application, options, endpoints, EventSigner.From([])), _client, Store, Time, Metrics, Log);
        Lanes = new LaneQueue(Queue, Store, Delivery, new NoLedger(), new LaneOptions(), Time, Log);
        Store.Subscribe(_queues.Committed);
    }

    public static DeliveryMetrics Metrics { get; } = new(Services.GetRequiredService<IMeterFactory>());

    public MemoryStore Store { get; } = new();

    public ManualTime Time { get; } = new();

    public ScriptedApplication Application { get; } = new();

    public ListLogger<EventDelivery> Log { get; } = new();

    public EventDelivery Delivery { get; }

    public LaneQueue Lanes { get; }

    public static QueuedMessage Event(string lane, string text, string queue = Queue) => MemoryStore.Message(
        queue, lane, payload: string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"message","provider":"meta","contactKey":"+{{lane}}","text":"{{text}}"}"""));

    /// <summary>Begins delivery; only from now on may the queue's messages be committed.</summary>
    public void Start() => _queues.Add(Lanes);

    public void Commit(string lane, string text) => Store.Commit(Event(lane, text));

    public MemoryRow Row(int position) => Store.Rows[position - 1];

    /// <summary>Completes once a row is done, while the clock stands still.</summary>
    public Task SettledAsync(int position) => Until.TrueAsync(() => Row(position).State == MessageState.Completed, $"the end of {position}");

    /// <summary>Lets time pass, a second at a time, until something has come true.</summary>
    public Task PassUntilAsync(Func<bool> isTrue, string what) => Until.TrueAsync(isTrue, what, () =>
    {
        if (Lanes.Active == 0 && !Lanes.HasReadyWork)
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // a call takes no time on this clock, so none may be under way
        }
    });

    public async ValueTask DisposeAsync()
    {
        await Lanes.DisposeAsync();
        Delivery.Dispose();
        _client.Dispose();
        await Application.DisposeAsync();
    }
}
