using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>One rung: who is told, when, and as long as what holds.</summary>
public sealed class RungOptions
{
    /// <summary>Age of the incident from which it holds, minutes. Default 0.</summary>
    [Range(0, 10_080)]
    public double AfterMinutes { get; set; }

    /// <summary><c>unacknowledged</c> or <c>unresolved</c>. Default <c>unacknowledged</c>.</summary>
    [RegularExpression("^(unacknowledged|unresolved)$", ErrorMessage = "must be unacknowledged or unresolved")]
    public string When { get; set; } = "unacknowledged";

    /// <summary>The mildest level at which it holds. Default <c>CRITICAL</c>: what is milder calls nobody out.</summary>
    [RegularExpression("^(DEGRADED|CRITICAL|EMERGENCY)$", ErrorMessage = "must be DEGRADED, CRITICAL or EMERGENCY")]
    public string Level { get; set; } = "CRITICAL";

    /// <summary>True when it holds only while business is hit. Default false.</summary>
    public bool OnlyWithBusinessImpact { get; set; }

    /// <summary>Roles or people of <c>Contacts</c>, or <c>on-call</c>.</summary>
    [MinLength(1)]
    public IList<string> Tell { get; set; } = [];

    /// <summary>Channels by which they are told. Default email, sms.</summary>
    [MinLength(1)]
    public IList<string> Channels { get; set; } = ["email", "sms"];

    /// <summary>Told again so often while it holds, minutes; 0 for once. Default 0.</summary>
    [Range(0, 10_080)]
    public double RepeatMinutes { get; set; }
}
