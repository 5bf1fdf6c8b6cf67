namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>Where a run of a playbook stands.</summary>
public enum RunState
{
    /// <summary>It runs.</summary>
    Running = 0,

    /// <summary>The level has recovered.</summary>
    Recovered = 1,

    /// <summary>Every step had its turn, and none said whether the level has recovered. The reason says how many failed.</summary>
    Completed = 2,

    /// <summary>A step failed without which it is no use.</summary>
    Failed = 3,

    /// <summary>A worse level took over.</summary>
    Superseded = 4,

    /// <summary>It was cut off: the process or the engine stopped in its middle.</summary>
    Interrupted = 5,
}
