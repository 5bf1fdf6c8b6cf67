using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Answers the callers of one commit on as many pool threads as there are processors: each goes on to the next caller
/// until none is left. So a commit costs the pool a few pieces of work and not one per caller (a tenth of all processor
/// time at full load), and a caller that takes long holds up one thread and not the others.
/// </summary>
internal sealed class AnswerRun(List<AppendRequest> requests) : IThreadPoolWorkItem
{
    private const int PerThread = 8; // fewer are not worth waking another thread
    private int _taken;

    public static void Begin(List<AppendRequest> requests)
    {
        var threads = Math.Min(Environment.ProcessorCount, (requests.Count + PerThread - 1) / PerThread);
        if (threads == 0)
        {
            return;
        }

        var run = new AnswerRun(requests);
        for (var i = 0; i < threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
    }

    public void Execute()
    {
        for (int next; (next = Interlocked.Increment(ref _taken) - 1) < requests.Count;)
        {
            requests[next].Complete(AppendStatus.Stored, null, onThisThread: true);
        }
    }
}
