using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>What became of one piece of work.</summary>
public enum LaneOutcomeKind
{
    /// <summary>Done: the next message of the conversation may go.</summary>
    Complete = 0,

    /// <summary>Once more, at its due time; the conversation waits for it in the store.</summary>
    Retry = 1,

    /// <summary>To the dead letters: the conversation goes on without it.</summary>
    Park = 2,

    /// <summary>Not tried: nothing was learned about the message, it stays at the head of its conversation.</summary>
    Hold = 3,

    /// <summary>Too late to be of use.</summary>
    Expire = 4,

    /// <summary>Not tried: its conversation waits outside the lanes until <see cref="LaneQueue.Resume"/>. Nothing is stored.</summary>
    Aside = 5,

    /// <summary>
    /// Like <see cref="Aside"/>, for a long wait: its conversation is remembered by name only and read from the store again
    /// when it is called back. <see cref="QueuedMessage.Progress"/> is lost.
    /// </summary>
    Asleep = 6,
}
