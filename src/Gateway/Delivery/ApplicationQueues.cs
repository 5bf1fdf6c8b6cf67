using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Delivery;

/// <summary>Keeps one queue of lanes per configured application, as settings come and go.</summary>
internal sealed class ApplicationQueues(
    LaneQueues queues,
    IMessageStore store,
    IInWorkLedger ledger,
    DeliveryClient client,
    SettingsHolder settings,
    TimeProvider time,
    DeliveryMetrics metrics,
    ILoggerFactory loggers) : IApplicationHealth, IQueueProgress, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, EventDelivery> _deliveries = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<ApplicationQueues>();
    private volatile IReadOnlyCollection<EventDelivery> _all = [];

    /// <inheritdoc />
    public long Done => queues.All.Sum(queue => queue.Done);

    /// <inheritdoc />
    public bool HasReadyWork => queues.All.Any(queue => queue.HasReadyWork);

    /// <inheritdoc />
    public long Active(Priority priority) => queues.All.Sum(queue => queue.ActiveOf(priority));

    /// <inheritdoc />
    public string? Trouble(string application) =>
        _all.FirstOrDefault(delivery => delivery.Target.Name == application)?.Target.Endpoints.DownSince is { } since
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"serves nothing since {since:yyyy-MM-ddTHH:mm:ssZ}; it is probed, and its events wait")
            : null;

    /// <summary>Begins delivery, and follows changes of the settings.</summary>
    public async Task StartAsync()
    {
        await ApplyAsync(settings.Current);
        settings.Changed += changed => _ = ApplyAsync(changed);
        ReportOrphans();
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task ApplyAsync(GatewaySettings current)
    {
        await _gate.WaitAsync();
        try
        {
            foreach (var (name, application) in current.Applications)
            {
                AddOrChange(name, application, current.Delivery);
            }

            foreach (var gone in _deliveries.Keys.Except(current.Applications.Keys, StringComparer.Ordinal).ToList())
            {
                await queues.RemoveAsync(Queues.ForApplication(gone), TimeSpan.FromSeconds(current.Gateway.StopSeconds));
                _deliveries.Remove(gone, out var delivery);
                delivery?.Dispose();
            }

            _all = [.. _deliveries.Values];
        }
        finally
        {
            _gate.Release();
        }
    }

    private void AddOrChange(string name, ApplicationOptions application, DeliveryOptions options)
    {
        if (_deliveries.TryGetValue(name, out var known))
        {
            known.Target = known.Target.With(application, options, () => NewEndpoints(name, application, options));
            Find(name)?.Wake();
            return;
        }

        var target = new DeliveryTarget(name, application, options, NewEndpoints(name, application, options), EventSigner.From(application.Secrets));
        var delivery = new EventDelivery(target, client, store, time, metrics, loggers.CreateLogger<EventDelivery>());
        _deliveries[name] = delivery;
        queues.Add(new LaneQueue(Queues.ForApplication(name), store, delivery, ledger, settings.Current.Lanes, time, loggers.CreateLogger<LaneQueue>()));
    }

    private Endpoints NewEndpoints(string name, ApplicationOptions application, DeliveryOptions options) =>
        new(application, options, time, () => Find(name)?.Wake());

    private LaneQueue? Find(string name) => queues.All.FirstOrDefault(queue => queue.Name == Queues.ForApplication(name));

    private void ReportOrphans()
    {
        foreach (var queue in store.WaitingQueues().Where(queue => queue != Queues.Sends && queues.All.All(known => known.Name != queue)))
        {
            Log.Orphaned(_logger, queue);
        }
    }
}
