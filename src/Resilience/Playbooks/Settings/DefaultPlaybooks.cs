namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>
/// The playbooks that run when the settings name no others. The names of actions are those under which the parts of the
/// gateway register them; one that nobody registered is an error of the settings.
/// </summary>
public static class DefaultPlaybooks
{
    /// <summary>Restarts what is down.</summary>
    public const string RestartComponent = "restart-component";

    /// <summary>Adds workers; argument <c>percent</c>.</summary>
    public const string ScaleWorkers = "scale-workers";

    /// <summary>Switches to backups; argument <c>what</c>: <c>numbers</c> or <c>all</c>.</summary>
    public const string ActivateBackups = "activate-backups";

    /// <summary>Forgets what the cache may have wrong.</summary>
    public const string ClearCacheProblems = "clear-cache-problems";

    /// <summary>Takes a snapshot.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Turns maintenance mode on.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Tells people.</summary>
    public const string Notify = "notify";

    /// <summary>Waits for the recovery.</summary>
    public const string Validate = "validate";

    private const double ValidateSeconds = 180;

    /// <summary>Tell those concerned.</summary>
    public static PlaybookOptions Degraded() => new() { Steps = [Step(Notify, 30)] };

    /// <summary>Restart what is down, more workers, backup numbers, clear the cache of what is wrong, validate.</summary>
    public static PlaybookOptions Critical() => new()
    {
        Steps =
        [
            Step(RestartComponent, 120, tries: 2),
            Step(ScaleWorkers, 30, ("percent", "30")),
            Step(ActivateBackups, 30, ("what", "numbers")),
            Step(ClearCacheProblems, 30),
            Recovery(),
        ],
    };

    /// <summary>Snapshot, twice the workers, all backups, maintenance mode, tell everyone, validate.</summary>
    public static PlaybookOptions Emergency() => new()
    {
        Steps =
        [
            Step(Snapshot, 120),
            Step(ScaleWorkers, 30, ("percent", "100")),
            Step(ActivateBackups, 60, ("what", "all")),
            Step(Maintenance, 10),
            Step(Notify, 30, ("to", "everyone")),
            Recovery(),
        ],
    };

    private static StepOptions Recovery() => new() { Action = Validate, TimeoutSeconds = ValidateSeconds, GoOn = false };

    private static StepOptions Step(string action, double seconds, params (string Name, string Value)[] arguments) => Step(action, seconds, 1, arguments);

    private static StepOptions Step(string action, double seconds, int tries, params (string Name, string Value)[] arguments) => new()
    {
        Action = action,
        TimeoutSeconds = seconds,
        Tries = tries,
        Arguments = arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal),
    };
}
