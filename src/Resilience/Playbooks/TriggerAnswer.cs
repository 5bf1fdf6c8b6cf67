namespace Relevo.Resilience.Playbooks;

/// <summary>What became of a wish that a playbook runs.</summary>
public enum TriggerAnswer
{
    /// <summary>It runs next.</summary>
    Accepted = 0,

    /// <summary>One of that level or a worse one runs already, or runs next.</summary>
    Joined = 1,

    /// <summary>Nothing runs for it: there is no playbook for the level, or playbooks are off.</summary>
    Ignored = 2,

    /// <summary>The engine has stopped.</summary>
    Stopped = 3,
}
