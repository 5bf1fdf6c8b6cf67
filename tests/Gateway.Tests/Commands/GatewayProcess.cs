using System.Diagnostics;

namespace Relevo.Gateway.Tests.Commands;

/// <summary>The built binary, run as people run it.</summary>
internal static class GatewayProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Binary { get; } = Path.Combine(AppContext.BaseDirectory, "gateway.dll");

    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<(int Code, string Output, string Error)> RunAsync((string Name, string Value)[] variables, string[] arguments)
    {
        using var process = Start(variables, arguments);
        using var late = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public static Process Start((string Name, string Value)[] variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove("GATEWAY_ADMIN_KEY");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
