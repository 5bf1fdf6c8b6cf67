using System.Diagnostics;

namespace Relevo.Gateway.Tests.Health.Alerts;

/// <summary>The project's folders, and Prometheus' own check of what is in them.</summary>
internal static class DeployFolder
{
    public const string Promtool = "/usr/bin/promtool";

    public static string Root { get; } = FindRoot();

    public static string Rules { get; } = Path.Combine(Root, "deploy", "prometheus", "relevo.rules.yml");

    public static string RuleTests { get; } = Path.Combine(Root, "deploy", "prometheus", "relevo.rules.test.yml");

    public static string Dashboard { get; } = Path.Combine(Root, "deploy", "grafana", "relevo.json");

    /// <summary>Runs promtool in the folder of the rules.</summary>
    public static async Task<(int Code, string Output)> PromtoolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Promtool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(Rules)! };
        using var promtool = Process.Start(start)!;
        var output = promtool.StandardOutput.ReadToEndAsync();
        var errors = promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, await output + await errors);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Gateway.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
