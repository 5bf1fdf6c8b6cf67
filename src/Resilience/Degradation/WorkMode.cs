namespace Relevo.Resilience.Degradation;

/// <summary>How workers are shared between what is urgent and what is not.</summary>
public enum WorkMode
{
    /// <summary>As usual.</summary>
    Normal = 0,

    /// <summary>What is urgent gets more.</summary>
    Priority = 1,

    /// <summary>What is not urgent stays stored.</summary>
    Emergency = 2,
}
