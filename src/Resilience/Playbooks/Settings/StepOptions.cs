using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>One step of a playbook.</summary>
public sealed class StepOptions
{
    /// <summary>Its name within the playbook. Default: the name of its action.</summary>
    [MaxLength(80)]
    public string Name { get; set; } = "";

    /// <summary>Name of the action that it runs.</summary>
    [Required, MaxLength(80)]
    public string Action { get; set; } = "";

    /// <summary>What the action is told, by name. Default empty.</summary>
    public IDictionary<string, string> Arguments { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Time for one try, seconds; then it is cancelled. Default 60.</summary>
    [Range(0.1, 86_400)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>Tries, the first included. Default 1.</summary>
    [Range(1, 10)]
    public int Tries { get; set; } = 1;

    /// <summary>Pause before another try, seconds. Default 1.</summary>
    [Range(0, 3600)]
    public double PauseSeconds { get; set; } = 1;

    /// <summary>Undo a try that failed or was not done in time, if its action can be undone. Default true.</summary>
    public bool Undo { get; set; } = true;

    /// <summary>Time for undoing, seconds. Default 30.</summary>
    [Range(0.1, 3600)]
    public double UndoSeconds { get; set; } = 30;

    /// <summary>Names of earlier steps that must have done something; otherwise this one is skipped. Default none.</summary>
    public IList<string> After { get; set; } = [];

    /// <summary>Go on with the next step when this one fails; otherwise the playbook fails. Default true.</summary>
    public bool GoOn { get; set; } = true;

    /// <summary>The name by which others know it.</summary>
    public string Title() => Name.Length > 0 ? Name : Action;

    internal IReadOnlyDictionary<string, string> ReadArguments() => new Dictionary<string, string>(Arguments, StringComparer.Ordinal);
}
