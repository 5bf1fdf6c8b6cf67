using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Relevo.Gateway.Tests.Commands;

public sealed partial class DemoCommandTests
{
    [Fact]
    public async Task Demo_Short_DeliversEverythingInOrderAndLeavesNothingBehind()
    {
        var (code, output, error) = await GatewayProcess.RunAsync("demo", "--seconds", "2", "--rate", "60");

        Assert.True(code == 0, output + error);
        Assert.Contains("240 accepted, 240 delivered", output, StringComparison.Ordinal);
        Assert.Contains("Good: everything", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder().Match(output).Value));
    }

    [SkippableFact]
    public async Task Demo_Interrupted_StillJudgesAndCleansUp()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var demo = GatewayProcess.Start([], ["demo", "--seconds", "600"]);
        var output = "";
        for (var lines = 0; lines < 12; lines++) // Well into the traffic.
        {
            output += await demo.StandardOutput.ReadLineAsync() + "\n";
        }

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {demo.Id}"]);
        output += await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();

        Assert.True(demo.ExitCode == 0, output);
        Assert.Contains("Good: everything", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder().Match(output).Value));
    }

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--rate", "5001")]
    [InlineData("--seconds", "-1")]
    [InlineData("--rate", "many")]
    public async Task Demo_OutOfBounds_Exits2(string option, string value) =>
        Assert.Equal(2, (await GatewayProcess.RunAsync("demo", option, value)).Code);

    [GeneratedRegex(@"/[^ ;]{1,200}relevo-demo-[A-Za-z0-9]{1,20}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folder();
}
