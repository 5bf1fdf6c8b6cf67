using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>
/// A program outside the gateway that scales or switches infrastructure. It is started as it stands here, without a shell,
/// and does not see the gateway's own settings among its environment variables.
/// </summary>
public sealed class CommandOptions
{
    /// <summary>Path of the program, or its name when it is on the search path.</summary>
    [Required, MaxLength(1000)]
    public string File { get; set; } = "";

    /// <summary>Its arguments, each as it is: nothing in them is expanded or split. Default none.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>Folder in which it is started. Default: that of the gateway.</summary>
    public string? Folder { get; set; }

    /// <summary>Time for it, seconds; then it is killed with all that it started. A step's own time may be shorter. Default 60.</summary>
    [Range(0.1, 3600)]
    public double TimeoutSeconds { get; set; } = 60;
}
