using System.Text.Json;
using Relevo.Gateway.Tests.Api;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Commands;

/// <summary>What operators do to the gateway, from the command line.</summary>
public sealed class OperatingCommandsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Emergency_WithoutYes_Exits2AndSaysWhatItWouldDo()
    {
        var (code, output, error) = await CallAsync("emergency", "--reason", "a drill");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--yes", error, StringComparison.Ordinal);
        Assert.Contains("refuses new sends", error, StringComparison.Ordinal);
        Assert.Empty(_host.Store.ReadAudit(10));
    }

    [Fact]
    public async Task Emergency_WithYes_RunsThePlaybook_WhichIsListedAndShown()
    {
        Assert.Contains("No playbook ran.", (await CallAsync("playbooks", "list")).Output, StringComparison.Ordinal);
        var (code, output, _) = await CallAsync("emergency", "--reason", "a drill", "--yes");
        Assert.Equal(0, code);
        Assert.Contains("The playbook of EMERGENCY runs", output, StringComparison.Ordinal);
        var runs = await _host.AwaitAsync("/admin/playbooks", body => body.GetProperty("items").GetArrayLength() == 1 && body.GetProperty("items")[0].GetProperty("state").GetString() is not "running");
        var id = runs.GetProperty("items")[0].GetProperty("id").GetString()!;
        Assert.Matches($@"(?m)^{id} +EMERGENCY +\w+ .*snapshot done", (await CallAsync("playbooks", "list")).Output);
        var shown = (await CallAsync("playbooks", "show", id)).Output;
        Assert.Contains("the playbook of EMERGENCY by hand", shown, StringComparison.Ordinal);
        Assert.Contains("Why it ran: a drill", shown, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^maintenance +maintenance +done +1 ", shown);
        Assert.Equal(1, (await CallAsync("playbooks", "show", "nothing")).Code);
    }

    [Fact]
    public async Task Emergency_NoPlaybookForIt_Exits1()
    {
        _host.Settings.Current.Playbooks.Emergency.Steps = [];
        Assert.Equal(1, (await CallAsync("emergency", "--yes")).Code);
    }

    [Fact]
    public async Task ScaleUp_UsualGivenAndNone_SayWhatThereIs()
    {
        Assert.Matches(@"(?m)^app:default +256 +276 +false$", (await CallAsync("scale-up")).Output);
        Assert.Matches(@"(?m)^app:default +256 +259 +false$", (await CallAsync("scale-up", "3")).Output);
        var (code, output, _) = await CallAsync("scale-up", "0", "--json");
        Assert.Equal((0, 0), (code, JsonDocument.Parse(output).RootElement.GetProperty("asked").GetInt32()));
    }

    [Fact]
    public async Task RestartServices_OneAllOrUnknown_SayWhatWasDone()
    {
        var one = await CallAsync("restart-services", "queue");
        Assert.Equal(0, one.Code);
        Assert.Matches(@"(?m)^queue +true +queue was begun anew$", one.Output);
        var all = await CallAsync("restart-services");
        Assert.Equal(1, all.Code);
        Assert.Matches(@"(?m)^cache +false +failed with InvalidOperationException$", all.Output);
        var unknown = await CallAsync("restart-services", "nothing");
        Assert.Equal(1, unknown.Code);
        Assert.Contains("There are: queue, cache, database.", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Levels_AreListed()
    {
        Assert.Contains("The level never changed.", (await CallAsync("levels")).Output, StringComparison.Ordinal);
        _host.Desk.Enter(HealthLevel.Critical, "database");
        await _host.AwaitAsync("/admin/levels", body => body.GetProperty("items").GetArrayLength() == 1);
        Assert.Matches(@"(?m) HEALTHY +CRITICAL +.*database", (await CallAsync("levels", "--limit", "3")).Output);
    }

    [Fact]
    public async Task ActivateBackup_PrintsNumbersAndApplications()
    {
        _host.Settings.Current.Applications["default"].BackupUrls.Add("http://127.0.0.1:9001/events");
        var (code, output, _) = await CallAsync("activate-backup");
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^evo-1 +evolution +backup \(activated\) ", output);
        Assert.Contains("backup addresses come first: default.", output, StringComparison.Ordinal);
        Assert.Contains("Backups are backups.", (await CallAsync("activate-backup", "--off")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_WithAKeyThatMayNot_Exit1()
    {
        foreach (var arguments in (string[][])[["scale-up"], ["incidents", "list"], ["contacts"], ["emergency", "--yes"]])
        {
            var (code, _, error) = await GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "read-key-1")], [.. arguments, "--url", _host.Url.ToString()]);
            Assert.Equal(1, code);
            Assert.Contains("lacks the role admin", error, StringComparison.Ordinal);
        }
    }

    private Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments) =>
        GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "ops-key-12")], [.. arguments, "--url", _host.Url.ToString()]);
}
