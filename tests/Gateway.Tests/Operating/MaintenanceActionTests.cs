using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Operating.Actions;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>When maintenance that a playbook turned on ends, and when it does not.</summary>
public sealed class MaintenanceActionTests
{
    private readonly ManualTime _time = new();
    private readonly DegradationControl _control;
    private readonly MaintenanceAction _action;
    private HealthLevel _level = HealthLevel.Emergency;

    public MaintenanceActionTests()
    {
        _control = new DegradationControl([], static () => new DegradationOptions(), static () => null, _time, NullLogger<DegradationControl>.Instance);
        _action = new MaintenanceAction(new Lazy<DegradationControl>(_control), level => _level < level);
    }

    private bool IsOn => _control.State.MaintenanceReason is not null;

    [Fact]
    public async Task OfTheLevel_EndsWithTheEmergency()
    {
        Assert.Equal(ActionResult.Done, await RunAsync(Step()));
        Assert.True(IsOn && _action.Holds);
        Enter(HealthLevel.Critical);
        Assert.False(IsOn);
    }

    [Fact]
    public async Task OfAnEscalation_EndsWithTheLevelThatWasInForce()
    {
        _level = HealthLevel.Critical;
        await RunAsync(Step(until: HealthLevel.Critical));
        Enter(HealthLevel.Emergency);
        Enter(HealthLevel.Critical);
        Assert.True(IsOn);
        Enter(HealthLevel.Degraded);
        Assert.False(IsOn);
    }

    [Fact]
    public async Task OfTheLevel_ThatWasLeftMeanwhile_DoesNotBegin()
    {
        _level = HealthLevel.Healthy;
        Assert.Equal(ActionResult.NothingToDo, await RunAsync(Step()));
        Assert.False(IsOn);
    }

    [Fact]
    public async Task ByHand_OutlivesEveryChangeOfTheLevel()
    {
        _level = HealthLevel.Healthy;
        await RunAsync(Step(byHand: true));
        Assert.True(IsOn);
        Assert.False(_action.Holds); // so it is remembered over a restart
        Enter(HealthLevel.Degraded); // for the worse, as in the attack
        Enter(HealthLevel.Emergency);
        Enter(HealthLevel.Healthy);
        Assert.True(IsOn);
        _control.Maintain(null);
        Assert.False(IsOn);
    }

    [Fact]
    public async Task ByHand_DuringThatOfTheLevel_TakesItOver()
    {
        await RunAsync(Step());
        Assert.Equal(ActionResult.Done, await RunAsync(Step(byHand: true)));
        Enter(HealthLevel.Healthy);
        Assert.True(IsOn);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task OfARunThatAPersonJoinsLater_StaysToo(bool hasRunEnded)
    {
        await RunAsync(Step());
        var run = new PlaybookRun("run", "p", HealthLevel.Emergency, HealthLevel.Emergency, true, [], [], RunState.Running, _time.GetUtcNow(), null, null, []);
        if (hasRunEnded)
        {
            _action.Follow(run);
        }

        Enter(HealthLevel.Healthy, hasRunEnded ? null : run);
        Assert.True(IsOn);
    }

    [Fact]
    public async Task Undo_TakesBackWhatTheStepTurnedOnAlone()
    {
        var (first, second) = (Step(), Step());
        await RunAsync(first);
        await RunAsync(second);
        Assert.Equal(ActionResult.NothingToDo, await UndoAsync(second));
        Assert.True(IsOn);
        Assert.Equal(ActionResult.Done, await UndoAsync(first));
        Assert.False(IsOn);
    }

    [Fact]
    public async Task Undo_AfterAPersonTurnedItOn_LeavesIt()
    {
        var step = Step();
        await RunAsync(step);
        _control.Maintain("we move");
        Assert.Equal(ActionResult.NothingToDo, await UndoAsync(step));
        Enter(HealthLevel.Healthy);
        Assert.Equal("we move", _control.State.MaintenanceReason);
    }

    private static PlaybookContext Step(bool byHand = false, HealthLevel until = HealthLevel.Emergency) => new("run", HealthLevel.Emergency, until, [], [], 1) { IsByHand = byHand };

    private async Task<ActionResult> RunAsync(PlaybookContext step) => (await _action.RunAsync(step, new Dictionary<string, string>(), default)).Result;

    private async Task<ActionResult> UndoAsync(PlaybookContext step) => (await _action.UndoAsync(step, new Dictionary<string, string>(), default)).Result;

    private void Enter(HealthLevel level, PlaybookRun? running = null)
    {
        var change = new LevelChange(_level, level, new HealthSnapshot(level, _time.GetUtcNow(), default, default, [], []));
        _level = level;
        _action.Follow(change, running);
    }
}
