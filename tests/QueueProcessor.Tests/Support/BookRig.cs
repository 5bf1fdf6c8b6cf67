using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Support;

/// <summary>A book of a queue with mixed priorities, and its reader, over a store in memory; nothing moves by itself.</summary>
internal sealed class BookRig
{
    private const string Queue = Queues.Sends;

    public BookRig(LaneOptions? options = null)
    {
        Options = options ?? new LaneOptions();
        Open();
    }

    public MemoryStore Store { get; } = new();

    public ManualTime Time { get; } = new();

    public LaneOptions Options { get; }

    public LaneBook Book { get; private set; } = null!;

    public BacklogReader Reader { get; private set; } = null!;

    /// <summary>A new book over the same store, as after a start.</summary>
    public void Open()
    {
        Book = new LaneBook(Options, Store.Tail, Time, isMixed: true);
        Reader = new BacklogReader(Queue, Store, Book, Time);
        Store.Subscribe(messages =>
        {
            foreach (var message in messages.Where(message => message.Queue == Queue))
            {
                Book.Admit(message);
            }
        });
    }

    public void ReadAll()
    {
        for (var steps = 0; Reader.Step(CancellationToken.None); steps++)
        {
            Assert.True(steps < 10_000, "the reader never comes to rest");
        }
    }

    public QueuedMessage Commit(string lane, Priority priority = Priority.Normal)
    {
        var message = MemoryStore.Message(Queue, lane, priority);
        Store.Commit(message);
        return message;
    }

    public QueuedMessage Schedule(string lane, Priority priority = Priority.Normal)
    {
        var message = MemoryStore.Message(Queues.Scheduled, lane, priority);
        Store.Store(message);
        return message;
    }

    public void Move(params QueuedMessage[] messages) =>
        Assert.Equal(messages.Length, Store.MoveAsync(messages, Queue, CancellationToken.None).GetAwaiter().GetResult());

    public QueuedMessage Take()
    {
        Assert.True(Book.TryTake(out var message));
        Assert.False(message.Payload.IsEmpty);
        return message;
    }

    public void Complete(QueuedMessage message)
    {
        Store.Settle(new Settlement(SettlementKind.Complete, message));
        Book.Finish(message, LaneOutcome.Complete);
    }

    /// <summary>Works everything off.</summary>
    public List<long> Drain()
    {
        var done = new List<long>();
        do
        {
            ReadAll();
            while (Book.TryTake(out var message))
            {
                done.Add(message.Position);
                Complete(message);
            }
        }
        while (Book.NeedsReading);
        return done;
    }
}
