namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>Where a step of a run stands.</summary>
public enum StepState
{
    /// <summary>Its turn has not come.</summary>
    Waiting = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>It did what was asked.</summary>
    Done = 2,

    /// <summary>Everything was as asked already.</summary>
    NothingToDo = 3,

    /// <summary>The settings gave its action nothing to work with.</summary>
    NotConfigured = 4,

    /// <summary>It could not do it.</summary>
    Failed = 5,

    /// <summary>It was not done in its time.</summary>
    TimedOut = 6,

    /// <summary>It was ended by something else, say a worse level.</summary>
    Cancelled = 7,

    /// <summary>Its turn came or would have come, and it was left out.</summary>
    Skipped = 8,

    /// <summary>It was cut off: the process or the engine stopped in its middle.</summary>
    Interrupted = 9,
}
