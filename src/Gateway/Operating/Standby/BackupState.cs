namespace Relevo.Gateway.Operating.Standby;

/// <summary>Which backups there are, and whether they are used.</summary>
/// <param name="Numbers">Names of backup numbers.</param>
/// <param name="NumbersActive">They are used like primaries.</param>
/// <param name="Applications">Applications with backup addresses.</param>
/// <param name="ApplicationsActive">Backup addresses are asked before the first one.</param>
internal sealed record BackupState(IReadOnlyList<string> Numbers, bool NumbersActive, IReadOnlyList<string> Applications, bool ApplicationsActive)
{
    /// <summary>Applications whose first address is asked last because it was isolated.</summary>
    public IReadOnlyCollection<string> Isolated { get; init; } = [];

    public string Describe()
    {
        var numbers = NumbersActive && Numbers.Count > 0 ? "backup numbers are used like primaries: " + string.Join(", ", Numbers) : null;
        var applications = ApplicationsActive && Applications.Count > 0 ? "backup addresses come first: " + string.Join(", ", Applications) : null;
        var isolated = Isolated.Count > 0 ? "the first address is isolated: " + string.Join(", ", Isolated) : null;
        return string.Join("; ", new[] { numbers, applications, isolated }.OfType<string>().DefaultIfEmpty("backups are backups"));
    }
}
