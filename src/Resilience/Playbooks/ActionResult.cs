namespace Relevo.Resilience.Playbooks;

/// <summary>How an action ended by itself.</summary>
public enum ActionResult
{
    /// <summary>It did what was asked.</summary>
    Done = 0,

    /// <summary>Everything is as asked already.</summary>
    NothingToDo = 1,

    /// <summary>The settings give it nothing to work with.</summary>
    NotConfigured = 2,

    /// <summary>It could not do it.</summary>
    Failed = 3,
}
