using System.Globalization;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>
/// Runs a command of the settings. Arguments: <c>command</c>, its name; <c>undo</c>, the name of one that takes it back,
/// if there is one. The command sees <c>RELEVO_RUN</c>, <c>RELEVO_LEVEL</c>, <c>RELEVO_TRY</c> and
/// <c>RELEVO_COMPONENTS</c> (separated by commas) in its environment.
/// </summary>
public sealed class RunCommandAction : IUndoableAction
{
    private const string ActionName = "run-command";
    private const string Command = "command";
    private const string Undo = "undo";
    private readonly Func<PlaybooksOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Creates it.</summary>
    /// <param name="options">The settings in force.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public RunCommandAction(Func<PlaybooksOptions> options, TimeProvider time, ILogger<RunCommandAction> logger)
    {
        _options = options;
        _time = time;
        _logger = new QuietLogger(logger);
    }

    /// <inheritdoc />
    public string Name => ActionName;

    /// <inheritdoc />
    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        RunAsync(Command, context, arguments, cancellation);

    /// <inheritdoc />
    public async Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.ContainsKey(Undo)
            ? await RunAsync(Undo, context, arguments, cancellation).ConfigureAwait(false)
            : ActionOutcome.NothingToDo("no command takes it back");
    }

    /// <inheritdoc />
    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var problems = ArgumentReader.CheckNames(arguments, Command, Undo).ToList();
        if (!arguments.ContainsKey(Command))
        {
            problems.Add(new ArgumentProblem(Command, "is missing"));
        }

        return problems;
    }

    /// <summary>Commands that a step names and the settings do not have. Apart from <see cref="Check"/>, which knows only the settings in force.</summary>
    internal static IEnumerable<ArgumentProblem> CheckCommands(StepOptions step, IDictionary<string, CommandOptions> commands)
    {
        string[] names = step.Action == ActionName ? [Command, Undo] : [];
        return names.Where(argument => step.Arguments.TryGetValue(argument, out var name) && !commands.ContainsKey(name))
            .Select(argument => new ArgumentProblem(argument, "is not the name of a command; they stand under Playbooks:Commands"));
    }

    private async Task<ActionOutcome> RunAsync(string argument, PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.GetValueOrDefault(argument) is not { } name || !_options().Commands.TryGetValue(name, out var command))
        {
            return ActionOutcome.NotConfigured("the settings have no such command");
        }

        var end = await ExternalCommand.RunAsync(command, Variables(context), _time, cancellation).ConfigureAwait(false);
        PlaybookLog.CommandEnded(_logger, name, end.ExitCode ?? -1, end.OutputBytes, end.LastLineLetters);
        return end.Problem is { } problem ? ActionOutcome.Failed($"{name}: {problem}") : ActionOutcome.Done(name);
    }

    private static Dictionary<string, string> Variables(PlaybookContext context) => new(StringComparer.Ordinal)
    {
        ["RELEVO_RUN"] = context.RunId,
        ["RELEVO_LEVEL"] = context.Level.Word(),
        ["RELEVO_TRY"] = context.Try.ToString(CultureInfo.InvariantCulture),
        ["RELEVO_COMPONENTS"] = string.Join(',', context.Components),
    };
}
