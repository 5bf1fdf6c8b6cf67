namespace Relevo.Contracts.Messages;

/// <summary>How urgent a message is. Lower values go first; critical shares with high, batch with low.</summary>
public enum Priority
{
    /// <summary>Before everything else.</summary>
    Critical = 0,

    /// <summary>Before what is usual.</summary>
    High = 1,

    /// <summary>As usual.</summary>
    Normal = 2,

    /// <summary>When there is room.</summary>
    Low = 3,

    /// <summary>Last.</summary>
    Batch = 4,
}
