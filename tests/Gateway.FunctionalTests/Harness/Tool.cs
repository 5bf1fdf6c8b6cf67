using System.Diagnostics;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Programs of the system that tests use.</summary>
internal static class Tool
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin"];

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var (code, output) = await TryRunAsync(name, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{name} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    public static async Task<(int Code, string Output)> TryRunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(name) ?? name, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
