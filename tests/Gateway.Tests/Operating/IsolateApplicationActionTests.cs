using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating.Actions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>The step that leaves an application's first address alone.</summary>
public sealed class IsolateApplicationActionTests
{
    private readonly PlaybookContext _step = new("run", HealthLevel.Critical, HealthLevel.Critical, [], [], 1);
    private readonly BackupSwitch _addresses = new();
    private readonly IsolateApplicationAction _action;

    public IsolateApplicationActionTests()
    {
        var settings = new GatewaySettings
        {
            Applications = new Dictionary<string, ApplicationOptions>
            {
                ["shop"] = new() { Url = "http://primary", BackupUrls = ["http://backup"] },
                ["alone"] = new() { Url = "http://only" },
            },
        };
        _action = new IsolateApplicationAction(new Lazy<BackupSwitch>(_addresses), new Lazy<ApplicationQueues>(() => throw new InvalidOperationException()), new Lazy<SettingsHolder>(new SettingsHolder(settings)));
    }

    [Fact]
    public async Task Run_OfOneWithAnotherAddress_AsksItsFirstLastUntilUndone()
    {
        Assert.Equal(ActionResult.Done, (await RunAsync("shop")).Result);
        Assert.True(_addresses.AsksFirstLast("shop"));
        await _action.UndoAsync(_step, Arguments("shop"), CancellationToken.None);
        Assert.False(_addresses.AsksFirstLast("shop"));
    }

    [Fact]
    public async Task Undo_OfOneThatWasIsolatedBefore_LeavesIt()
    {
        _addresses.Isolate("shop");
        Assert.Equal(ActionResult.NothingToDo, (await RunAsync("shop")).Result);
        Assert.Equal(ActionResult.NothingToDo, (await _action.UndoAsync(_step, Arguments("shop"), CancellationToken.None)).Result);
        Assert.True(_addresses.AsksFirstLast("shop"));
    }

    [Theory]
    [InlineData("alone", ActionResult.NotConfigured, "no other address")]
    [InlineData("shpo", ActionResult.Failed, "no application is called shpo")]
    public async Task Run_WithoutAnotherAddress_SaysSo(string application, ActionResult kind, string text)
    {
        var outcome = await RunAsync(application);
        Assert.Equal(kind, outcome.Result);
        Assert.Contains(text, outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(_addresses.Isolated);
    }

    private static Dictionary<string, string> Arguments(string application) => new() { ["application"] = application };

    private Task<ActionOutcome> RunAsync(string application) => _action.RunAsync(_step, Arguments(application), CancellationToken.None);
}
