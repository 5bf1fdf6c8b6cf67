using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Playbooks;

public sealed class GenericActionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly PlaybookContext Context = new("run-1", HealthLevel.Emergency, HealthLevel.Critical, ["store: disk full"], ["store"], 1);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Validate_OnceTheLevelHasRecovered_IsDone()
    {
        var looks = 0;
        var running = Run(new ValidateAction(level => level == HealthLevel.Critical && ++looks == 3, _time), CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            await _time.WhenArmedAsync(1).WaitAsync(Patience);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ActionResult.Done, (await running.WaitAsync(Patience)).Result);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Validate_WhenItsTimeIsOver_SaysThatTheLevelIsStillThere()
    {
        using var over = new CancellationTokenSource();
        var running = Run(new ValidateAction(_ => false, _time), over.Token);
        await over.CancelAsync();
        Assert.Equal(ActionOutcome.Failed("the level is still CRITICAL or worse"), await running.WaitAsync(Patience));
    }

    [Fact]
    public async Task Wait_LastsAsLongAsItSays()
    {
        var running = new WaitAction(_time).RunAsync(Context, Arguments(("seconds", "2.5")), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(ActionResult.Done, (await running.WaitAsync(Patience)).Result);
    }

    [Fact]
    public async Task Notify_PassesOnWhomAndWhat()
    {
        var told = new List<PlaybookNotice>();
        var notify = new NotifyAction((notice, _) =>
        {
            told.Add(notice);
            return Task.FromResult(ActionOutcome.Done());
        });
        await Run(notify, CancellationToken.None);
        await notify.RunAsync(Context, Arguments(("to", "everyone"), ("message", "Come all.")), CancellationToken.None);
        Assert.Equal([("routing", "The playbook of EMERGENCY runs: store: disk full."), ("everyone", "Come all.")], told.Select(notice => (notice.To, notice.Message)));
    }

    [Theory]
    [InlineData("wait", "seconds", "-1", "must be a number from 0 to 86,400")]
    [InlineData("wait", "seconds", "soon", "must be a number from 0 to 86,400")]
    [InlineData("wait", "minutes", "1", "is not an argument of this action; known are seconds")]
    [InlineData("validate", "pollSeconds", "0", "must be a number from 0.05 to 60")]
    [InlineData("notify", "to", "nobody", "must be routing or everyone")]
    [InlineData("notify", "too", "everyone", "is not an argument of this action; known are to, message")]
    public void Check_OfAWrongArgument_SaysWhy(string action, string name, string value, string expected)
    {
        IPlaybookAction checkedAction = action switch
        {
            "wait" => new WaitAction(_time),
            "validate" => new ValidateAction(_ => true, _time),
            _ => new NotifyAction((_, _) => Task.FromResult(ActionOutcome.Done())),
        };
        Assert.Equal([new ArgumentProblem(name, expected)], checkedAction.Check(Arguments((name, value))));
        Assert.Empty(checkedAction.Check(Arguments()));
    }

    private static Dictionary<string, string> Arguments(params (string Name, string Value)[] arguments) => arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal);

    private static Task<ActionOutcome> Run(IPlaybookAction action, CancellationToken cancellation) => action.RunAsync(Context, Arguments(), cancellation);
}
