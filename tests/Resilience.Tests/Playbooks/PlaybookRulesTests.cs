using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Playbooks;

public sealed class PlaybookRulesTests
{
    private readonly PlaybooksOptions _options = new() { Degraded = new PlaybookOptions(), Critical = new PlaybookOptions(), Emergency = new PlaybookOptions() };
    private readonly FakeAction _picky = new("picky");

    [Fact]
    public void Check_OfTheDefaults_FindsNothingOnceTheirActionsAreRegistered()
    {
        string[] theirs =
        [
            DefaultPlaybooks.RestartComponent, DefaultPlaybooks.ScaleWorkers, DefaultPlaybooks.ActivateBackups,
            DefaultPlaybooks.ClearCacheProblems, DefaultPlaybooks.Snapshot, DefaultPlaybooks.Maintenance,
        ];
        var time = new ManualTime();
        IPlaybookAction[] ours = [new NotifyAction((_, _) => Task.FromResult(ActionOutcome.Done())), new ValidateAction(_ => true, time), new WaitAction(time)];
        Assert.Empty(PlaybookRules.Check(new PlaybooksOptions(), new PlaybookActions([.. ours, .. theirs.Select(name => new FakeAction(name))])));
    }

    [Fact]
    public void Defaults_AreThoseOfTheTable()
    {
        var options = new PlaybooksOptions();
        Assert.Equal(["restart-component", "scale-workers", "activate-backups", "clear-cache-problems", "validate"], options.Critical.Steps.Select(step => step.Action));
        Assert.Equal((120.0, 2), (options.Critical.Steps[0].TimeoutSeconds, options.Critical.Steps[0].Tries));
        Assert.Equal(("30", "numbers"), (options.Critical.Steps[1].Arguments["percent"], options.Critical.Steps[2].Arguments["what"]));
        Assert.Equal((180.0, false), (options.Critical.Steps[4].TimeoutSeconds, options.Critical.Steps[4].GoOn));
        Assert.Equal(["snapshot", "scale-workers", "activate-backups", "maintenance", "notify", "validate"], options.Emergency.Steps.Select(step => step.Action));
        Assert.Equal(("100", "all", "everyone"), (options.Emergency.Steps[1].Arguments["percent"], options.Emergency.Steps[2].Arguments["what"], options.Emergency.Steps[4].Arguments["to"]));
        Assert.Equal(["notify"], options.Degraded.Steps.Select(step => step.Action));
        Assert.NotSame(new PlaybooksOptions().Critical.Steps[0], options.Critical.Steps[0]);
    }

    [Fact]
    public void Check_OfManyMistakes_NamesEachWithItsPath()
    {
        _picky.Problems = [new ArgumentProblem("percent", "must be a number")];
        _options.Critical.Steps = [Step("picky"), Step("unheard-of"), new StepOptions { Tries = 0, TimeoutSeconds = 1e9 }];
        _options.Emergency.Steps = [Step("picky"), Step("picky"), new StepOptions { Action = "run-command", Arguments = { ["command"] = "missing" } }];
        Assert.Equal(
            [
                "Playbooks:Critical:Steps:0:Arguments:percent: must be a number",
                "Playbooks:Critical:Steps:1:Action: \"unheard-of\" is not an action; known are picky, run-command",
                "Playbooks:Critical:Steps:2:Action: is missing",
                "Playbooks:Critical:Steps:2:TimeoutSeconds: must be from 0.1 to 86,400, is 1,000,000,000",
                "Playbooks:Critical:Steps:2:Tries: must be from 1 to 10, is 0",
                "Playbooks:Emergency:Steps:0:Arguments:percent: must be a number",
                "Playbooks:Emergency:Steps:1:Arguments:percent: must be a number",
                "Playbooks:Emergency:Steps:2:Arguments:command: is not the name of a command; they stand under Playbooks:Commands",
                "Playbooks:Emergency:Steps:1:Name: \"picky\" is the name of an earlier step too; give one of them another",
            ],
            Check());
    }

    [Fact]
    public void Check_OfStepsThatWaitForEachOther_NamesTheCircle()
    {
        _options.Critical.Steps = [Step("picky", "a", "c"), Step("picky", "b", "a"), Step("picky", "c", "b"), Step("picky", "d", "d")];
        Assert.Equal(
            ["Playbooks:Critical:Steps:0:After:0: the steps wait for each other: a -> c -> b -> a", "Playbooks:Critical:Steps:3:After:0: the steps wait for each other: d -> d"],
            Check());
    }

    [Fact]
    public void Check_OfAStepThatWaitsForNoneOrALaterOne_SaysSo()
    {
        _options.Critical.Steps = [Step("picky", "a", "b", "x"), Step("picky", "b")];
        Assert.Equal(
            ["Playbooks:Critical:Steps:0:After:0: \"b\" comes later; move it before this step", "Playbooks:Critical:Steps:0:After:1: \"x\" is not a step of this playbook"],
            Check());
    }

    [Fact]
    public void Check_OfTooManySteps_SaysSoOnce()
    {
        _options.Degraded.Steps = [.. Enumerable.Range(0, 51).Select(_ => Step("unheard-of"))];
        Assert.Equal(["Playbooks:Degraded:Steps: has 51 steps; 50 are the most"], Check());
    }

    [Fact]
    public void Actions_OfTheSameName_AreRefused() => Assert.Throws<ArgumentException>(() => new PlaybookActions([_picky, new FakeAction("picky")]));

    private static StepOptions Step(string action, string name = "", params string[] after) => new() { Action = action, Name = name, After = after };

    private IEnumerable<string> Check() => PlaybookRules.Check(_options, new PlaybookActions([_picky, new FakeAction("run-command")])).Select(problem => problem.ToString());
}
