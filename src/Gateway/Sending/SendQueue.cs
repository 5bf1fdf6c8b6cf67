using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Sending;

/// <summary>Puts the way out together, starts it in order, follows the settings, and stops it.</summary>
internal sealed class SendQueue(
    LaneQueues queues,
    IMessageStore store,
    IInWorkLedger ledger,
    SettingsHolder settings,
    NumberPool pool,
    ProviderClient client,
    SendDesk desk,
    SendCaller caller,
    ContactBook contacts,
    ReceiptBook receipts,
    OpenSends open,
    UnknownParked parked,
    SendNotices notices,
    LoopKeeper loops,
    WorkerScale scale,
    TimeProvider time,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private const string ScheduleLoop = "schedule";
    private const string ContactLoop = "contacts";
    private static readonly TimeSpan LastSave = TimeSpan.FromSeconds(5);
    private Waiters? _waiters;
    private Sleepers? _sleepers;
    private int _isDisposed;
    private Scheduler? _scheduler;

    /// <summary>The lanes of sends; null before the start.</summary>
    public LaneQueue? Lanes { get; private set; }

    /// <summary>Completes when the lanes are at work.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to send: what is known first, then the lanes.</summary>
    public void Start(CancellationToken cancellation)
    {
        pool.Load();
        pool.Configure(Definitions());
        pool.Probe = ProbeAsync;
        _waiters = new Waiters(time, conversation => Lanes!.Resume(conversation));
        _sleepers = new Sleepers(pool, () => Lanes!, () => desk.Numbers.All, settings.Current.Lanes.MaxConversations, time);
        var logger = loggers.CreateLogger<SendLane>();
        var ends = new SendEnds(notices, time, logger);
        var unknowns = new UnknownOutcomes(desk, caller, pool, contacts, open, parked, ends, _waiters, time, logger);
        var lane = new SendLane(desk, caller, new NumberChooser(pool, time), pool, contacts, unknowns, ends, _waiters, _sleepers, time, scale);
        Lanes = new LaneQueue(Queues.Sends, store, lane, ledger, settings.Current.Lanes, time, loggers.CreateLogger<LaneQueue>());
        pool.Fate = (ticket, fate) => SendLane.Decided(ticket, fate, Lanes.Resume);
        pool.Noticed += Follow;
        pool.Tried = _ => _waiters.WakeHomeless();
        receipts.Wake = _waiters.Wake;
        settings.Changed += Follow;
        _scheduler = new Scheduler(store, Lanes, time, loggers.CreateLogger<Scheduler>());
        Started = Task.Run(() => BeginAsync(cancellation), CancellationToken.None);
    }

    /// <summary>Looks again at every conversation that waits for a number: what waits for one that is out follows its policy.</summary>
    public void Redistribute()
    {
        _waiters?.WakeHomeless();
        _sleepers?.LookAgain();
        Lanes?.Wake();
    }

    /// <summary>Saves what was learned, and lets go. The lanes are stopped and the store takes writes still.</summary>
    public async Task StopAsync()
    {
        await DisposeAsync();
        await pool.DisposeAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        settings.Changed -= Follow;
        pool.Noticed -= Follow;
        await Started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await loops.ReleaseAsync(ScheduleLoop);
        await loops.ReleaseAsync(ContactLoop);
        _sleepers?.Dispose();
        _waiters?.Dispose();
        using var deadline = new CancellationTokenSource(LastSave, time);
        try
        {
            await contacts.SaveAsync(deadline.Token);
        }
        catch (Exception error) when (error is StoreException or OperationCanceledException)
        {
            Log.ContactsNotSaved(loggers.CreateLogger<SendQueue>(), error.Message);
        }

    }

    // What was learned of contacts comes first, since it decides which number a send leaves from. Webhooks do not wait for it.
    private async Task BeginAsync(CancellationToken cancellation)
    {
        var logger = loggers.CreateLogger<SendQueue>();
        try
        {
            await contacts.LearnAsync(cancellation);
            parked.Load(store);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.ContactsNotSaved(logger, error.Message);
        }

        if (parked.Count > 0)
        {
            Log.UnknownParked(logger, parked.Count);
        }

        queues.Add(Lanes!);
        loops.Keep(new LoopPlan(ContactLoop, contacts.RunAsync));
        loops.Keep(new LoopPlan(ScheduleLoop, _scheduler!.RunAsync) { IsBlocking = true, Component = ComponentNames.Queue }); // it reads the disk
    }

    private void Follow(GatewaySettings changed)
    {
        pool.Options = changed.LoadBalancer;
        pool.Configure(Definitions());
        Redistribute();
    }

    private void Follow(PoolNotice notice)
    {
        if (notice.Kind is PoolNoticeKind.Back or PoolNoticeKind.ByHand or PoolNoticeKind.Account)
        {
            _waiters?.WakeHomeless();
        }
    }

    private List<NumberDefinition> Definitions() => [.. desk.Numbers.All.Select(number => number.Definition)];

    private async Task<bool> ProbeAsync(string name, CancellationToken cancellation) =>
        desk.Numbers.Find(name) is { Protocol: { } protocol } number
        && await client.ProbeAsync(protocol, number.Account, cancellation) is NumberCondition.Healthy or NumberCondition.Unknown;
}
