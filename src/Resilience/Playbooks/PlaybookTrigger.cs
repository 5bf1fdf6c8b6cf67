using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks;

/// <summary>A wish that the playbook of a level runs.</summary>
/// <param name="Level">The level; nothing runs for <see cref="HealthLevel.Healthy"/>.</param>
/// <param name="Reasons">Why, in plain words: no secrets, no content of messages.</param>
/// <param name="Components">Components that are down.</param>
/// <param name="IsByHand">True when a person asked: then it runs to its end, whatever the level is.</param>
/// <param name="Until">The level that must be left for a better one; by default that of the playbook. Lower after an escalation: the level is then still that whose playbook failed.</param>
public sealed record PlaybookTrigger(HealthLevel Level, IReadOnlyList<string> Reasons, IReadOnlyList<string> Components, bool IsByHand = false, HealthLevel? Until = null)
{
    internal HealthLevel Trouble => Until ?? Level;

    /// <summary>What a change of the level asks for, or null: only a worse level asks for its playbook.</summary>
    public static PlaybookTrigger? Of(LevelChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.To <= change.From)
        {
            return null;
        }

        var down = change.Snapshot.Components.Where(c => !c.IsUp).ToList();
        var reasons = down.Select(c => $"{c.Name}: {c.Message}").Concat(change.Snapshot.Complaints.Select(c => $"{c.Source}: {c.Message}"));
        return new PlaybookTrigger(change.To, [.. reasons], [.. down.Select(c => c.Name)]);
    }
}
