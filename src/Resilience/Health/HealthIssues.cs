namespace Relevo.Resilience.Health;

/// <summary>What is wrong, in one line for logs and notifications.</summary>
public static class HealthIssues
{
    /// <summary>Every component that is down and every complaint, or <c>none</c>.</summary>
    public static string Describe(HealthSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var down = snapshot.Components.Where(c => !c.IsUp).Select(c => c.State.GoodInRow > 0 ? $"{c.Name}: is coming back ({c.Message})" : $"{c.Name}: {c.Message}");
        var issues = down.Concat(snapshot.Complaints.Select(c => $"{c.Source}: {c.Message}")).ToList();
        return issues.Count == 0 ? "none" : string.Join("; ", issues);
    }
}
