using System.Globalization;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>What playbooks in the settings must keep beyond the bounds of single figures.</summary>
public static class PlaybookRules
{
    private static readonly HealthLevel[] Levels = [HealthLevel.Degraded, HealthLevel.Critical, HealthLevel.Emergency];

    /// <summary>
    /// Everything that is wrong, each with its path; empty when they can be used. The bounds of single figures are checked
    /// for steps only: those outside of lists are found by whoever walks through the options classes.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="actions">Every action that steps may name.</param>
    /// <param name="path">Path of the settings.</param>
    public static IReadOnlyList<OptionProblem> Check(PlaybooksOptions options, PlaybookActions actions, string path = "Playbooks")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(actions);
        return [.. Levels.SelectMany(level => CheckPlaybook(options.Of(level)!, options, actions, $"{path}:{level}:Steps"))];
    }

    private static List<OptionProblem> CheckPlaybook(PlaybookOptions playbook, PlaybooksOptions options, PlaybookActions actions, string path)
    {
        if (playbook.Steps.Count > PlaybooksOptions.MaxSteps)
        {
            return [new OptionProblem(path, string.Create(CultureInfo.InvariantCulture, $"has {playbook.Steps.Count} steps; {PlaybooksOptions.MaxSteps} are the most"))];
        }

        var problems = new List<OptionProblem>();
        for (var i = 0; i < playbook.Steps.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}:{i}");
            problems.AddRange(OptionBounds.Check(playbook.Steps[i], place));
            problems.AddRange(CheckAction(playbook.Steps[i], actions, place));
            problems.AddRange(RunCommandAction.CheckCommands(playbook.Steps[i], options.Commands).Select(problem => At(place, problem)));
        }

        problems.AddRange(StepOrder.Check(playbook.Steps, path));
        return problems;
    }

    private static IEnumerable<OptionProblem> CheckAction(StepOptions step, PlaybookActions actions, string path)
    {
        if (step.Action.Length == 0)
        {
            return []; // said already: it is missing
        }

        return actions.Find(step.Action) is { } action
            ? action.Check(step.ReadArguments()).Select(problem => At(path, problem))
            : [new OptionProblem($"{path}:Action", $"\"{PlainText.Of(step.Action, 80)}\" is not an action; known are {string.Join(", ", actions.Names)}")];
    }

    private static OptionProblem At(string path, ArgumentProblem problem) => new($"{path}:Arguments:{problem.Argument}", problem.Message);
}
