using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Does the work that a queue exists for.</summary>
public interface ILaneHandler
{
    /// <summary>Pieces of work that may be under way at a time; read again before each.</summary>
    int Concurrency { get; }

    /// <summary>True while ready work rightly waits, because whom it is for serves nobody.</summary>
    bool IsPaused { get; }

    /// <summary>True when messages of one conversation may differ in priority: they are worked in their order all the same. Read once.</summary>
    bool HasMixedPriorities => false;

    /// <summary>Asked when work is ready: false keeps it waiting until <see cref="LaneQueue.Wake"/>.</summary>
    /// <param name="pass">Belongs into <see cref="HandleAsync"/> or <see cref="Left"/>.</param>
    bool TryEnter(out long pass);

    /// <summary>Who entered found nothing to do.</summary>
    void Left(long pass);

    /// <summary>Works on one message, within a deadline of its own. An exception counts as <see cref="LaneOutcomeKind.Retry"/>.</summary>
    ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, long pass, CancellationToken cancellation);
}
