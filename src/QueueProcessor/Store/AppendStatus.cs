namespace Relevo.QueueProcessor.Store;

/// <summary>What became of an append.</summary>
public enum AppendStatus
{
    /// <summary>Everything is durable, or was already.</summary>
    Stored = 0,

    /// <summary>More is offered than can be written now: nothing was taken.</summary>
    Overloaded = 1,

    /// <summary>The store cannot make it durable now. It may turn out to be stored all the same.</summary>
    Unavailable = 2,
}
