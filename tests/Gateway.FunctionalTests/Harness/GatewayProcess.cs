using System.Diagnostics;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>One life of the real program: started with a settings file, killed or stopped, never used again.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, LogBuffer output)
    {
        _process = process;
        Output = output;
        Id = process.Id;
    }

    public int Id { get; }

    public LogBuffer Output { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The command that starts the gateway, before its arguments; <c>RELEVO_GATEWAY</c> names another binary to test.</summary>
    public static string[] Command { get; } = FindCommand();

    /// <summary>Starts a process; it need not be ready when this returns.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="prefix">A program that replaces itself by the gateway, with its arguments (<c>prlimit</c>, <c>strace -D</c>).</param>
    /// <param name="environment">Variables on top of a clean set.</param>
    public static GatewayProcess Start(IEnumerable<string> arguments, IEnumerable<string>? prefix = null, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        string[] words = [.. prefix ?? [], .. Command, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        CleanEnvironment(start);
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var output = new LogBuffer();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new GatewayProcess(process, output);
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        await using var process = Start(arguments, environment: environment);
        var code = await process.ExitAsync(Wait.Generous);
        return (code, process.Output.ToString());
    }

    /// <summary>A line for whoever reads the standard input of the process, see <c>StartupHook</c>.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void Signal(int signal) => Native.Signal(Id, signal);

    /// <summary>The end of the process and its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The gateway did not end within {deadline.TotalSeconds:0.#} s.\n{Output}", late);
        }

        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        if (!HasExited)
        {
            Signal(Native.SigKill);
        }

        await ExitAsync(Wait.Generous);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static void CleanEnvironment(ProcessStartInfo start)
    {
        string[] foreign = ["GATEWAY_", "ASPNETCORE_", "DOTNET_STARTUP", "CORECLR_", "COR_", "RELEVO_", "VSTEST_", "MSBUILD"];
        foreach (var name in start.Environment.Keys.Where(name => foreign.Any(start => name.StartsWith(start, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }
    }

    private static string[] FindCommand()
    {
        var program = Environment.GetEnvironmentVariable("RELEVO_GATEWAY") ?? Path.Combine(AppContext.BaseDirectory, "gateway.dll");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException($"The gateway is not at {program}.");
        }

        return program.EndsWith(".dll", StringComparison.Ordinal) ? [DotNetHost(), program] : [program];
    }

    private static string DotNetHost()
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath;
        return host is not null && Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.Ordinal) ? host : "dotnet";
    }
}
