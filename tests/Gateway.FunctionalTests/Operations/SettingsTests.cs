using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>Wrong settings stop the program at start, with everything that is wrong in them.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Run_WrongSettings_EndWith2AndNameEveryError()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Settings.With("Numbers:main:Provider", "telegram").With("Delivery:MaxDeaths", 0).With("Gateway:Colour", "green").Save(rig.SettingsFile);
        var (code, text) = await GatewayProcess.RunAsync(["run", "--config", rig.SettingsFile]);
        Assert.Equal(2, code);
        AssertNamesAll(text);
        (code, text) = await GatewayProcess.RunAsync(["config", "check", "--config", rig.SettingsFile]);
        Assert.NotEqual(0, code);
        AssertNamesAll(text);
    }

    private static void AssertNamesAll(string text)
    {
        foreach (var path in new[] { "Numbers:main:Provider", "Delivery:MaxDeaths", "Gateway:Colour" })
        {
            Assert.Contains(path, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ConfigCheck_GoodSettings_EndsWith0()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Settings.Save(rig.SettingsFile);
        var (code, text) = await GatewayProcess.RunAsync(["config", "check", "--config", rig.SettingsFile]);
        Assert.True(code == 0, text);
    }

    [Fact]
    public async Task Run_MissingFile_EndsWith2AndNamesIt()
    {
        var (code, text) = await GatewayProcess.RunAsync(["run", "--config", "/nowhere/settings.json"]);
        Assert.Equal(2, code);
        Assert.Contains("/nowhere/settings.json", text, StringComparison.Ordinal);
    }

    [Theory, InlineData("health", 0), InlineData("status", 0)]
    public async Task Command_OfAHealthyGateway_EndsWith0(string command, int expected)
    {
        await using var rig = await Rig.StartedAsync();
        var (code, text) = await GatewayProcess.RunAsync([command, "--url", rig.Url, "--key", Known.AdminKey]);
        Assert.True(code == expected, text);
    }

    [Fact]
    public async Task Command_WithoutAGateway_EndsWith1AndSaysWhatToDo()
    {
        await using var rig = await Rig.CreateAsync();
        var (code, text) = await GatewayProcess.RunAsync(["status", "--url", rig.Url, "--key", Known.AdminKey]);
        Assert.Equal(1, code);
        Assert.Contains(rig.Url, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
