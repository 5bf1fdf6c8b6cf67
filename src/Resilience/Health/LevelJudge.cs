namespace Relevo.Resilience.Health;

/// <summary>The level of the whole, from its components and complaints. Pure.</summary>
public static class LevelJudge
{
    private const int NonCriticalForCritical = 3; // So many that are not critical weigh as much as one that is.
    private const int CriticalForEmergency = 2;

    /// <summary>Judges one moment, without memory.</summary>
    public static HealthLevel Judge(IReadOnlyList<ComponentHealth> components, IReadOnlyCollection<Complaint> complaints)
    {
        ArgumentNullException.ThrowIfNull(components);
        ArgumentNullException.ThrowIfNull(complaints);
        var counted = components.Where(c => !c.IsUp && !IsExplained(c, components)).ToList();
        var critical = counted.Count(c => c.IsCritical);
        var asked = complaints.Select(c => c.Weight).DefaultIfEmpty(HealthLevel.Healthy).Max();
        var judged = Judge(critical, counted.Count - critical);
        return judged > asked ? judged : asked;
    }

    /// <summary>Judges by how many components are down.</summary>
    public static HealthLevel Judge(int critical, int nonCritical) => (critical, nonCritical) switch
    {
        ( >= CriticalForEmergency, _) => HealthLevel.Emergency,
        (1, _) or (_, >= NonCriticalForCritical) => HealthLevel.Critical,
        (_, > 0) => HealthLevel.Degraded,
        _ => HealthLevel.Healthy,
    };

    // One fault counts once. What explains others must be down for a reason of its own, or two could excuse each other.
    private static bool IsExplained(ComponentHealth component, IReadOnlyList<ComponentHealth> components) =>
        component.BecauseOf is { } cause && components.Any(c => c.Name == cause && !c.IsUp && c.BecauseOf is null);
}
