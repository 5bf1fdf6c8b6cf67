using System.Text.Json;
using Relevo.Gateway.Tests.Api;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Tests.Commands;

/// <summary>The pool from the command line.</summary>
public sealed class NumberCommandsTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task List_Plain_IsOneLineForEachNumber()
    {
        var (code, output, error) = await CallAsync("numbers", "list");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"(?m)^name +provider +role +status +weight +load +rate +waiting +in flight +errors +ejected until +reason$", output);
        Assert.Matches(@"(?m)^main +meta +primary +usable +3 +0 % +72/72 +0 +0 +0 ", output);
        Assert.Matches(@"(?m)^evo-1 +evolution +backup ", output);
    }

    [Fact]
    public async Task List_Json_IsTheAnswer()
    {
        var (code, output, _) = await CallAsync("numbers", "list", "--json");
        Assert.Equal((0, 3), (code, JsonDocument.Parse(output).RootElement.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task DrainWeightActivateResume_ShowTheNumberAsItIsNow()
    {
        Assert.Matches(@"(?m)^main +meta +primary +draining \(by hand\) ", (await CallAsync("numbers", "drain", "main")).Output);
        Assert.Matches(@"(?m)^main +meta +primary +usable +3 ", (await CallAsync("numbers", "resume", "main")).Output);
        Assert.Matches(@"(?m)^main +meta +primary +usable +9 ", (await CallAsync("numbers", "weight", "main", "9")).Output);
        Assert.Matches(@"(?m)^evo-1 +evolution +backup \(activated\) ", (await CallAsync("numbers", "activate", "evo-1")).Output);
        Assert.Equal(["numbers.activate", "numbers.weight", "numbers.resume", "numbers.drain"], _host.Store.ReadAudit(10).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Drain_NumberThatIsOut_SaysBoth()
    {
        _host.Pool.Notice("main", null, NumberNews.Down, "its account is locked");
        Assert.Matches(@"(?m)^main +meta +primary +down, drained \(by hand\) .* its account is locked; drained by an operator *$", (await CallAsync("numbers", "drain", "main")).Output);
    }

    [Fact]
    public async Task Resume_NumberThatWasOut_IsOnTrialAndNotBannedAnyMore()
    {
        _host.Pool.Notice("main", null, NumberNews.Down, "banned");
        Assert.Matches(@"(?m)^main +meta +primary +usable .* on trial, one call at a time, after: banned *$", (await CallAsync("numbers", "resume", "main")).Output);
    }

    [Fact]
    public async Task ActivateBackup_OnAndOff_AreBothSaid()
    {
        Assert.Equal(0, (await CallAsync("activate-backup")).Code);
        Assert.Equal(0, (await CallAsync("activate-backup", "--off", "--json")).Code);
        Assert.Equal(["activate-backup.off", "activate-backup"], _host.Store.ReadAudit(10).Select(entry => entry.Action));
    }

    [Theory, InlineData("drain", "nobody"), InlineData("resume", "../status"), InlineData("activate", "a/b?c#d")]
    public async Task Action_OnNoNumber_Exits1WithASentence(string action, string name)
    {
        var (code, output, error) = await CallAsync("numbers", action, name);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("No number has this name", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Action_WithAKeyThatMayNot_Exits1()
    {
        var (code, _, error) = await GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "read-key-1")], ["numbers", "drain", "main", "--url", _host.Url.ToString()]);
        Assert.Equal(1, code);
        Assert.Contains("lacks the role admin", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments) =>
        GatewayProcess.RunAsync([("GATEWAY_ADMIN_KEY", "ops-key-12")], [.. arguments, "--url", _host.Url.ToString()]);
}
