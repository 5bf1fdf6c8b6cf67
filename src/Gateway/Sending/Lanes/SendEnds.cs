using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Ends sends that are not sent: the application is told, then the store.</summary>
internal sealed class SendEnds(SendNotices notices, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan UnsavedPause = TimeSpan.FromSeconds(1);

    /// <summary>Too late, or not allowed any more.</summary>
    public ValueTask<LaneOutcome> ExpireAsync(SendWork work, string reason, TraceEntry? trace = null) =>
        EndAsync(work, new SendEnding(LaneOutcomeKind.Expire, SendState.Expired, reason, trace));

    /// <summary>To the dead letters.</summary>
    public ValueTask<LaneOutcome> GiveUpAsync(SendWork work, string reason, TraceEntry? trace = null) =>
        EndAsync(work, new SendEnding(LaneOutcomeKind.Park, reason == UnknownParked.Reason ? SendState.Unknown : SendState.Failed, reason, trace));

    /// <summary>Ends it as was decided. The application is told first: what is settled is not taken up again.</summary>
    public async ValueTask<LaneOutcome> EndAsync(SendWork work, SendEnding ending)
    {
        work.Ending = ending;
        if (!await notices.EndedAsync(work, ending.Status, ending.Reason, ending.Trace?.Answer))
        {
            return Unsaved("its end cannot be written down");
        }

        if (ending.Kind == LaneOutcomeKind.Park)
        {
            Log.Parked(logger, work.Message.Id.ToString(), ending.Reason);
        }

        return new LaneOutcome(ending.Kind, default, ending.Reason, ending.Trace?.Answer) { Trace = ending.Trace };
    }

    /// <summary>It cannot be read: nobody can be told of it.</summary>
    public LaneOutcome Unreadable(QueuedMessage message)
    {
        const string reason = "it cannot be read";
        Log.Parked(logger, message.Id.ToString(), reason);
        return new LaneOutcome(LaneOutcomeKind.Park, default, reason);
    }

    /// <summary>Once more in a moment: something that it needs failed, which does not count against it.</summary>
    public LaneOutcome Unsaved(string? answer, TraceEntry? trace = null) =>
        new(LaneOutcomeKind.Retry, time.GetUtcNow() + (UnsavedPause * (1 + Random.Shared.NextDouble())), null, answer) { Trace = trace };
}
