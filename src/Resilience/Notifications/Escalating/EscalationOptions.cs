using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>Who is told when nobody answers, or nothing gets better.</summary>
public sealed class EscalationOptions
{
    /// <summary>
    /// The ladder in force: <c>answer-times</c> (operations, technical lead, on call, management, with 5, 15, 10 and 30 min to
    /// answer), <c>on-call-first</c> (on call; after 30 min the lead and the head of technology, when business is hit
    /// management), <c>none</c>, or one of <c>Ladders</c>.
    /// The first two begin at CRITICAL. Default <c>answer-times</c>.
    /// </summary>
    [Required]
    public string Ladder { get; set; } = "answer-times";

    /// <summary>Pause between two looks at the open incidents, seconds. Default 5.</summary>
    [Range(0.1, 300)]
    public double LookSeconds { get; set; } = 5;

    /// <summary>Ladders of one's own, by name; none of the names above.</summary>
    public IDictionary<string, LadderOptions> Ladders { get; set; } = new Dictionary<string, LadderOptions>(StringComparer.Ordinal);
}
