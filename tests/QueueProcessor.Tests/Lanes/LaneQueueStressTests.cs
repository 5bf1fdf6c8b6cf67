using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Real threads, the real clock: writers, workers, a door that opens and shuts, queues that come and go.</summary>
public sealed class LaneQueueStressTests
{
    private const int Messages = 4000;
    private const int Conversations = 60;

    [Theory, InlineData(1), InlineData(2), InlineData(16)]
    public async Task Queue_ManyThreads_HandlesEveryMessageOnceInOrder(int concurrency)
    {
        var store = new MemoryStore();
        var queues = new LaneQueues();
        store.Subscribe(queues.Committed);
        var handled = new ConcurrentDictionary<ulong, ConcurrentQueue<long>>();
        var inWork = new ConcurrentDictionary<ulong, int>();
        var done = 0;
        var entries = 0;
        var handler = new ScriptedHandler { Concurrency = concurrency };
        handler.Script = async (message, cancellation) =>
        {
            Assert.True(inWork.TryAdd(message.Conversation, 0), "two of one conversation at a time");
            if (message.Position % 3 == 0)
            {
                await Task.Yield();
            }

            inWork.Remove(message.Conversation, out int _);
            if (message.Position % 97 == 0 && message.Attempts++ == 0)
            {
                return new LaneOutcome(LaneOutcomeKind.Retry, TimeProvider.System.GetUtcNow());
            }

            handled.GetOrAdd(message.Conversation, static key => new()).Enqueue(message.Position);
            Interlocked.Increment(ref done);
            handler.Moments.Happened();
            return LaneOutcome.Complete;
        };
        LaneQueue? queue = null;
        handler.Door = () =>
        {
            if (Interlocked.Increment(ref entries) % 50 != 0)
            {
                return true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Read(ref queue)?.Wake(), null); // it opens again as somebody is refused
            return false;
        };
        queue = New(queues, store, handler);
        var writing = Task.Run(() => Write(store));
        for (var restarts = 0; restarts < 5; restarts++)
        {
            var until = (restarts + 1) * Messages / 8;
            await handler.Moments.WhenAsync(() => Volatile.Read(ref done) >= until);
            await queues.RemoveAsync(QueueRig.Name, TimeSpan.FromSeconds(30));
            Volatile.Write(ref queue, New(queues, store, handler));
        }

        await writing;
        await handler.Moments.WhenAsync(() => Volatile.Read(ref done) >= Messages, "all messages");
        await queues.RemoveAsync(QueueRig.Name, TimeSpan.FromSeconds(30));
        Assert.Equal(Messages, handled.Values.Sum(positions => positions.Count));
        Assert.All(handled.Values, positions => Assert.Equal(positions.Order(), positions));
        Assert.All(store.Rows, row => Assert.Equal(1, row.Ends));
        Assert.InRange(handler.MostActive, 1, concurrency);
    }

    private static LaneQueue New(LaneQueues queues, MemoryStore store, ScriptedHandler handler)
    {
        var options = new LaneOptions { MaxMessages = 100, MaxPerConversation = 4, ReadRows = 16 };
        var queue = new LaneQueue(QueueRig.Name, store, handler, new ListLedger(), options, TimeProvider.System, NullLogger.Instance);
        queues.Add(queue);
        return queue;
    }

    // One thread commits, as the store's writer does.
    private static void Write(MemoryStore store)
    {
        var random = new Random(7);
        for (var written = 0; written < Messages;)
        {
            var batch = Enumerable.Range(0, Math.Min(random.Next(1, 40), Messages - written)).Select(_ => Any(random)).ToArray();
            store.Commit(batch);
            written += batch.Length;
        }
    }

    private static QueuedMessage Any(Random random)
    {
        var conversation = random.Next(Conversations) + 1;
        return MemoryStore.Message(QueueRig.Name, $"{conversation}", (Priority)(conversation % 5), $"n{conversation % 4}");
    }
}
