using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;
using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Scaling;

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
    ILoggerFactory loggers,
    LateMatch? late = null,
    WorkerScale? scale = null,
    BackupSwitch? backups = null) : IApplicationHealth, IQueueProgress, IDisposable
{
    private static readonly TimeSpan SavePatience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, EventDelivery> _deliveries = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<ApplicationQueues>();
    private volatile IReadOnlyCollection<EventDelivery> _all = [];

    /// <summary>Completes when the latest change of the settings is taken up.</summary>
    public Task Applied { get; private set; } = Task.CompletedTask;

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

    /// <summary>Applications whose first address serves nothing while they have others.</summary>
    public IEnumerable<string> FailingFirst() => _all.Where(delivery => delivery.Target.Endpoints.IsFirstFailing).Select(delivery => delivery.Target.Name);

    /// <summary>Begins delivery, and follows changes of the settings.</summary>
    public async Task StartAsync()
    {
        settings.Changed += _ => Applied = ApplyAsync();
        await ApplyAsync();
        ReportOrphans();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var delivery in _all)
        {
            delivery.Dispose();
        }

        _gate.Dispose();
    }

    // Takes the settings in force when its turn comes, so that of two changes the later wins. One application that cannot
    // follow holds up neither the others nor later changes.
    private async Task ApplyAsync()
    {
        await _gate.WaitAsync();
        try
        {
            var current = settings.Current;
            foreach (var (name, application) in current.Applications)
            {
                await TryAsync(name, () => AddOrChange(name, application, current));
            }

            foreach (var gone in _deliveries.Keys.Except(current.Applications.Keys, StringComparer.Ordinal).ToList())
            {
                await TryAsync(gone, () => RemoveAsync(gone, TimeSpan.FromSeconds(current.Gateway.StopSeconds)));
            }
        }
        finally
        {
            _all = [.. _deliveries.Values];
            _gate.Release();
        }
    }

    private async Task TryAsync(string application, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.NotApplied(_logger, application, error);
        }
    }

    private Task AddOrChange(string name, ApplicationOptions application, GatewaySettings current)
    {
        if (_deliveries.TryGetValue(name, out var known))
        {
            var before = known.Target;
            known.Target = before.With(application, current.Delivery, () => NewEndpoints(name, application, current.Delivery));
            if (known.Target.Endpoints != before.Endpoints)
            {
                before.Endpoints.Dispose(); // calls under way may still report to it
            }

            Find(name)?.Wake();
            return Task.CompletedTask;
        }

        var target = new DeliveryTarget(name, application, current.Delivery, NewEndpoints(name, application, current.Delivery), EventSigner.From(application.Secrets));
        var delivery = new EventDelivery(target, client, store, time, metrics, loggers.CreateLogger<EventDelivery>(), late, scale);
        queues.Add(new LaneQueue(Queues.ForApplication(name), store, delivery, ledger, current.Lanes, time, loggers.CreateLogger<LaneQueue>()));
        _deliveries[name] = delivery;
        return Task.CompletedTask;
    }

    // What was done is saved before the name can come back: a new queue reads from the store what still waits.
    private async Task RemoveAsync(string name, TimeSpan patience)
    {
        await queues.RemoveAsync(Queues.ForApplication(name), patience);
        _deliveries.Remove(name, out var delivery);
        delivery?.Dispose();
        using var deadline = new CancellationTokenSource(SavePatience);
        try
        {
            await store.FlushAsync(deadline.Token);
        }
        catch (Exception error) when (error is StoreException or OperationCanceledException)
        {
            Log.NotSaved(_logger, name, error.Message);
            return;
        }

        ReportOrphans();
    }

    private Endpoints NewEndpoints(string name, ApplicationOptions application, DeliveryOptions options) =>
        new(application, options, time, () => Find(name)?.Wake()) { AsksFirstLast = () => backups?.AsksFirstLast(name) == true };

    private LaneQueue? Find(string name) => queues.All.FirstOrDefault(queue => queue.Name == Queues.ForApplication(name));

    private void ReportOrphans()
    {
        foreach (var queue in store.WaitingQueues().Where(queue => !Queues.IsSend(queue) && queues.All.All(known => known.Name != queue)))
        {
            Log.Orphaned(_logger, queue);
        }
    }
}
