namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>Whether the last try of a step was taken back.</summary>
public enum UndoState
{
    /// <summary>There was no need, or its action cannot be undone.</summary>
    None = 0,

    /// <summary>It was taken back.</summary>
    Undone = 1,

    /// <summary>It could not be taken back.</summary>
    Failed = 2,
}
