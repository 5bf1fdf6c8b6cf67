namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>The steps of one level, in their order.</summary>
public sealed class PlaybookOptions
{
    /// <summary>The steps, in their order; a list in the settings replaces the whole default. At most 50.</summary>
    public IList<StepOptions> Steps { get; set; } = [];

    /// <summary>End it as soon as the level has recovered. One that was begun by hand runs to its end. Default true.</summary>
    public bool EndWhenRecovered { get; set; } = true;

    /// <summary>Run the playbook of the next level when this one fails. Default true.</summary>
    public bool Escalate { get; set; } = true;
}
