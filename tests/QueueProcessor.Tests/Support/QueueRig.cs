using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Support;

/// <summary>One queue over a store in memory, with a clock that stands still: what was missed stays missed.</summary>
internal sealed class QueueRig : IAsyncDisposable
{
    public const string Name = "app:test";
    private readonly LaneQueues _queues = new();
    private TimeSpan _elapsed;

    public MemoryStore Store { get; } = new();

    public ManualTime Time { get; } = new();

    public ScriptedHandler Handler { get; } = new();

    public ListLedger Ledger { get; } = new();

    public LogList Log { get; } = new();

    public LaneOptions Options { get; } = new();

    public LaneQueue Queue { get; private set; } = null!;

    /// <summary>Starts the queue and waits until its reader sleeps.</summary>
    public async Task StartAsync(bool waitForReader = true)
    {
        Queue = new LaneQueue(Name, Store, Handler, Ledger, Options, Time, Log);
        Store.Subscribe(_queues.Committed);
        _queues.Add(Queue);
        if (waitForReader)
        {
            await SleepsAsync();
        }
    }

    /// <summary>A new queue over the same store.</summary>
    public async Task RestartAsync()
    {
        await _queues.RemoveAsync(Name, TimeSpan.Zero);
        await StartAsync(waitForReader: false);
    }

    /// <summary>Completes once the reader sleeps: then its timer is armed beside the watchdog's and, in the first ten seconds, the suspects'.</summary>
    public Task SleepsAsync()
    {
        var timers = _elapsed < TimeSpan.FromSeconds(10) ? 3 : 2;
        return Time.WhenAsync(armed => armed.Count == timers).WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Completes once so many pieces of work have ended, to the last step: the handler speaks up before its answer is taken.</summary>
    public Task EndedAsync(int pieces) => Until.TrueAsync(() => Queue.Done >= pieces && Queue.Active == 0, $"the end of {pieces}");

    /// <summary>Moves the clock and waits until the reader sleeps again.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Advance(by);
        await SleepsAsync();
    }

    /// <summary>Lets seconds pass until something has come true: the reader may arm its timer just after the clock was moved.</summary>
    public Task AdvanceUntilAsync(Func<bool> isTrue) => Until.TrueAsync(isTrue, between: () => Advance(TimeSpan.FromSeconds(1)));

    public void Advance(TimeSpan by)
    {
        _elapsed += by;
        Time.Advance(by);
    }

    public QueuedMessage Commit(string lane, Priority priority = Priority.Normal, string number = "main")
    {
        var message = MemoryStore.Message(Name, lane, priority, number);
        Store.Commit(message);
        return message;
    }

    public Task WhenAsync(Func<bool> isTrue, string what = "what the test waits for") => Handler.Moments.WhenAsync(isTrue, what);

    public async ValueTask DisposeAsync() => await Queue.DisposeAsync();
}
