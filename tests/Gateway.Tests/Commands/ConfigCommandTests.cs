using System.Text.Json;
using Relevo.Gateway.Tests.Configuration;

namespace Relevo.Gateway.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_GoodFile_PrintsTheLimits()
    {
        var (code, output, error) = await GatewayProcess.RunAsync("config", "check", "--config", _folder.Write(Samples.Full));

        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("main ", StringComparison.Ordinal) && l.Contains("cloud-api  72          8", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("evo-1 ", StringComparison.Ordinal) && l.Contains("backup", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Check_WrongFile_PrintsEveryErrorAndExits2()
    {
        var file = _folder.Write(Samples.Small(weight: -1, number: "\"Provider\": \"metta\"", more: ", \"Nope\": 1"));
        var (code, output, _) = await GatewayProcess.RunAsync("config", "check", "--config", file);

        Assert.Equal(2, code);
        Assert.Contains("Error: Numbers:main:Weight: must be from 0 to 1,000, is -1", output, StringComparison.Ordinal);
        Assert.Contains("Error: Numbers:main:Provider: ", output, StringComparison.Ordinal);
        Assert.Contains("Error: Nope: is not a setting", output, StringComparison.Ordinal);
        Assert.Contains("3 error(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Json_IsForPrograms()
    {
        var (code, output, _) = await GatewayProcess.RunAsync(
            [("GATEWAY_Numbers__main__MessagesPerSecond", "0")], ["config", "check", "--config", _folder.Write(Samples.Full), "--json"]);

        using var report = JsonDocument.Parse(output);
        Assert.Equal((2, false), (code, report.RootElement.GetProperty("valid").GetBoolean()));
        Assert.Equal("Numbers:main:MessagesPerSecond", report.RootElement.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Check_JsonOfAGoodFile_HoldsLimits()
    {
        var (code, output, _) = await GatewayProcess.RunAsync("config", "check", "--json", "--config", _folder.Write(Samples.Full));

        using var report = JsonDocument.Parse(output);
        var main = report.RootElement.GetProperty("numbers")[0];
        Assert.Equal((0, 72, 8, "default"), (code, main.GetProperty("messagesPerSecond").GetInt32(), main.GetProperty("burst").GetInt32(), main.GetProperty("application").GetString()));
    }

    [Fact]
    public async Task Docs_AreTheCommittedFile()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Gateway.sln")))
        {
            root = root.Parent;
        }

        Assert.NotNull(root);
        var (_, output, _) = await GatewayProcess.RunAsync("config", "docs");
        var same = output == (await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "settings.md"))).ReplaceLineEndings("\n");
        Assert.True(same, "docs/settings.md is not what the code says. Write it again: dotnet run --project src/Gateway -- config docs > docs/settings.md");
    }
}
